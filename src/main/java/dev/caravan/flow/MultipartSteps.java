package dev.caravan.flow;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.message.PartMessage;
import dev.caravan.progress.Progress;
import dev.caravan.store.ByteRange;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.UploadedPart;
import dev.caravan.transfer.FleetStep;
import dev.caravan.transfer.PartsInFlight;
import dev.caravan.transfer.ServiceCopy;
import dev.caravan.transfer.StoppedException;
import dev.caravan.transfer.Transfer;
import dev.caravan.transfer.Upload;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;

/** The steps of the multipart routes between store calls, and the split's aggregation of parts. */
public final class MultipartSteps implements AggregationStrategy {

    /** The property with the number of an exchange's part ({@code Integer}), which attempts can't overwrite. */
    static final String PART = "CaravanPart";

    private final Upload upload;
    private final ServiceCopy copies;
    private final FleetStep fleet;
    private final ExtensionPoints extensions;
    private final Progress progress;
    private volatile boolean stopped;

    /** @param fleet for parts that come as messages; null without a fleet */
    public MultipartSteps(
            Upload upload, ServiceCopy copies, FleetStep fleet, ExtensionPoints extensions, Progress progress) {
        this.upload = upload;
        this.copies = copies;
        this.fleet = fleet;
        this.extensions = extensions;
        this.progress = progress;
    }

    public Map<String, Processor> byName() {
        return Map.of(
                "beginUpload", this::beginUpload,
                "parts", MultipartSteps::parts,
                "beginPart", this::beginPart,
                "toUpload", MultipartSteps::toUpload,
                "partUploaded", this::partUploaded,
                "copyPart", this::copyPart,
                "partsFailed", MultipartSteps::partsFailed,
                "completeUpload", this::completeUpload);
    }

    /** Starts no more parts; recorded uploads stay for the next run or worker. */
    public void stop() {
        stopped = true;
    }

    private void beginUpload(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        upload.begin(transfer, extensions.seesBytes(), metadata -> metadata(exchange, metadata));
        long resumed = transfer.parts().doneBytes() - transfer.sent();
        if (resumed > 0) {
            transfer.counted(resumed);
            progress.underWay(resumed);
        }
    }

    /** Returns an upload's metadata. Refuses an object whose bytes user steps would miss, once the source has it. */
    ObjectMetadata metadata(Exchange exchange, ObjectMetadata source) {
        if (extensions.missesParts()) {
            throw new InvalidException(
                    "direct:bytes has steps, but direct:part-bytes has none, and this object is moved in parts: give"
                            + " direct:part-bytes steps too, raise --multipart-threshold, or skip the object",
                    "NoPartBytes");
        }
        Transfers.of(exchange).changesParts(extensions.seesBytes());
        return ObjectSteps.metadata(exchange, source);
    }

    private static void parts(Exchange exchange) {
        exchange.getMessage().setBody(Transfers.of(exchange).parts());
        // A part gets the full number of attempts, whatever attempts the object has used.
        exchange.getMessage().removeHeader(Exchange.REDELIVERY_COUNTER);
    }

    /** Sets the headers of a part: its byte range, the upload's version, and how to move the bytes. */
    private void beginPart(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        if (transfer.message() instanceof PartMessage part) {
            boolean arrived = fleet.hasArrived(transfer);
            if (!arrived) {
                requireRunning();
                exchange.setProperty(PART, part.partNumber());
                pin(exchange, part.etag(), new ByteRange(part.offset(), part.length()));
            }
            exchange.getMessage().setBody(null);
            exchange.getMessage().setHeader(ObjectSteps.WAY, arrived ? "arrived" : "stream");
            return;
        }
        requireRunning();
        if (exchange.getMessage().getBody() instanceof Integer number) {
            exchange.setProperty(PART, number);
            PartsInFlight parts = transfer.parts();
            parts.begins();
            Transfers.whenDone(exchange, done -> parts.ends());
        }
        if (transfer.parts().failure() != null) {
            throw new CancellationException("another part of the upload failed");
        }
        pin(exchange, transfer.source().etag(), transfer.parts().plan().range(partNumber(exchange)));
        exchange.getMessage().setHeader(ObjectSteps.WAY, transfer.copiedPartSize() > 0 ? "copy" : "stream");
    }

    private void requireRunning() {
        if (stopped) {
            throw new StoppedException();
        }
    }

    private static void pin(Exchange exchange, String etag, ByteRange range) {
        Message headers = exchange.getMessage();
        headers.setHeader(
                ObjectStoreHeaders.KEY, Transfers.of(exchange).message().key());
        headers.setHeader(ObjectStoreHeaders.IF_MATCH, etag);
        String version = Transfers.of(exchange).versionId();
        if (!version.isEmpty()) {
            headers.setHeader(ObjectStoreHeaders.VERSION_ID, version);
        }
        headers.setHeader(ObjectStoreHeaders.RANGE, range);
    }

    private static void toUpload(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        Message headers = exchange.getMessage();
        headers.setHeader(ObjectStoreHeaders.KEY, transfer.destinationKey());
        headers.setHeader(ObjectStoreHeaders.UPLOAD_ID, transfer.uploadId());
        headers.setHeader(ObjectStoreHeaders.PART_NUMBER, partNumber(exchange));
    }

    private void partUploaded(Exchange exchange) {
        UploadedPart part = exchange.getMessage().getBody(UploadedPart.class);
        Transfer transfer = Transfers.of(exchange);
        if (transfer.message() instanceof PartMessage) {
            exchange.getMessage().setHeader(Ddb2Constants.ITEM, fleet.partDone(transfer, part, Check.sum(exchange)));
            exchange.getMessage().setBody(null);
        } else {
            Upload.uploaded(transfer, part, Check.sum(exchange));
        }
    }

    private void copyPart(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        Upload.uploaded(transfer, copies.copyPart(transfer, partNumber(exchange)), null);
    }

    private static void partsFailed(Exchange exchange) {
        Transfers.of(exchange).parts().fail(cause(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
    }

    /** Returns why a part failed. Its pool refuses it only at the end of the process; the upload stays. */
    private static Throwable cause(Throwable failure) {
        return failure instanceof RejectedExecutionException ? new StoppedException() : failure;
    }

    private void completeUpload(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        transfer.parts().awaitEnds();
        exchange.removeProperty(PART);
        forgetRetries(exchange, transfer);
        upload.complete(transfer);
        if (transfer.copiedPartSize() > 0) {
            copies.requireWhole(transfer);
        }
        upload.requireUnchanged(transfer);
    }

    /** Keeps the first failure, which completeUpload throws after the last part. */
    @Override
    public Exchange aggregate(Exchange before, Exchange part) {
        Transfer transfer = Transfers.of(part);
        if (part.getException() != null) {
            transfer.parts().fail(cause(part.getException()));
        }
        if (before != null) {
            return before;
        }
        forgetRetries(part, transfer);
        return part;
    }

    /** Removes the parts' error marks: with them the object would neither retry, record nor count a later failure. */
    private static void forgetRetries(Exchange exchange, Transfer transfer) {
        exchange.setException(null);
        ExchangeExtension state = exchange.getExchangeExtension();
        state.setFailureHandled(false);
        state.setErrorHandlerHandled(null);
        state.setRedeliveryExhausted(false);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, transfer.attempts() - 1);
    }

    private static int partNumber(Exchange exchange) {
        return exchange.getProperty(PART, Integer.class);
    }
}
