package dev.caravan.flow;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.job.Printable;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartPlan;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.JobStatus;
import dev.caravan.record.UploadLeft;
import dev.caravan.store.ChangedException;
import dev.caravan.store.ContentMismatchException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Failures;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import dev.caravan.transfer.MultipartEtag;
import dev.caravan.transfer.PartsInFlight;
import dev.caravan.transfer.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the multipart routes between the calls to the stores. */
public final class MultipartSteps implements AggregationStrategy {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** Tells the routes what an earlier run left: {@code same} version, {@code other}, or absent. */
    static final String EARLIER = "CaravanEarlier";

    static final String PART = "CaravanPart";

    /** Names an upload that was begun for the object and that no record names any more; or absent. */
    public static final String LEFT_UPLOAD = "CaravanLeftUpload";

    private final long leastPartSize;
    private final VerifyMode verify;
    private final ExtensionPoints extensions;
    private final Calls calls = new Calls();
    private volatile boolean stopped;

    /**
     * @param leastPartSize parts are no smaller than this, in bytes, 5 MiB to 5 GiB
     * @param verify with what they are compared
     */
    public MultipartSteps(long leastPartSize, VerifyMode verify, ExtensionPoints extensions) {
        this.extensions = extensions;
        this.leastPartSize = leastPartSize;
        this.verify = verify;
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.ofEntries(
                Map.entry("plan", this::plan),
                Map.entry("beginUpload", this::beginUpload),
                Map.entry("parts", this::parts),
                Map.entry("beginPart", this::beginPart),
                Map.entry("toUpload", MultipartSteps::toUpload),
                Map.entry("partUploaded", this::partUploaded),
                Map.entry("completeUpload", this::completeUpload),
                Map.entry("abortUpload", this::abortUpload),
                Map.entry("abortLeftUpload", this::abortLeftUpload),
                Map.entry("endFailedUpload", this::endFailedUpload),
                Map.entry("keepFailedUpload", this::keepFailedUpload));
    }

    /** From now on no part begins; uploads are left as they are, on record, for the next run. */
    public void stop() {
        stopped = true;
    }

    /**
     * Begins the upload of a large object, or goes on with the one that an earlier attempt or run left of the same version, cut the same
     * way. Aborts what it left of another version. A process that is killed from here on leaves no upload without a trace.
     */
    private void beginUpload(Exchange exchange) throws Exception {
        calls.source(exchange, "headObject");
        plan(exchange);
        Transfer.of(exchange).changesParts(extensions.seesBytes());
        ObjectSteps.toDestination(exchange);
        Calls.step(exchange, "findUpload");
        earlier(exchange);
        if ("same".equals(exchange.getMessage().getHeader(EARLIER))) {
            try {
                calls.destination(exchange, "listParts");
                resume(exchange);
            } catch (UploadGoneException e) {
                Calls.step(exchange, "uploadEnded");
                forget(exchange);
            }
        }
        if ("other".equals(exchange.getMessage().getHeader(EARLIER))) {
            abortUpload(exchange);
            forget(exchange);
        }
        if (exchange.getMessage().getHeader(EARLIER) == null) {
            Calls.step(exchange, "uploadIntended");
            calls.destination(exchange, "createUpload");
        }
        created(exchange);
    }

    /** After HEAD: it is still the object of the message, and how it is cut follows from its size. */
    private void plan(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        ObjectInfo info = exchange.getMessage().getBody(ObjectInfo.class);
        ObjectMessage message = (ObjectMessage) transfer.message();
        if (info.size() != message.size()
                || (!message.etag().isEmpty() && !message.etag().equals(info.etag()))) {
            throw new ChangedException("the object was overwritten since it was listed", 0, "", null);
        }
        if (extensions.missesParts()) {
            throw new InvalidException(
                    "direct:bytes has steps, but direct:part-bytes has none, and this object is moved in parts: give"
                            + " direct:part-bytes steps too, raise --multipart-threshold, or skip the object",
                    0,
                    "NoPartBytes",
                    null);
        }
        transfer.read(info);
        transfer.uploading("", partsOf(info, transfer));
        exchange.getMessage().setHeader(ObjectStoreHeaders.METADATA, info.metadata());
    }

    private PartsInFlight partsOf(ObjectInfo info, Transfer transfer) {
        long copied = transfer.copiedPartSize();
        if (verify == VerifyMode.NONE || copied > 0) {
            return new PartsInFlight(PartPlan.of(info.size(), Math.max(leastPartSize, copied)));
        }
        KeptChecksum kept = KeptChecksum.ofParts(info.checksum());
        if (kept == null) {
            if (verify == VerifyMode.FULL) {
                transfer.markUnverified();
            }
            return new PartsInFlight(PartPlan.of(info.size(), leastPartSize));
        }
        return new PartsInFlight(PartPlan.of(info.size(), leastPartSize, kept.alignment()), kept, verify);
    }

    /**
     * After the record was looked up: tells the routes whether an upload was left of the same version ({@code same}), of
     * another one ({@code other}), or none. Only our own record counts: an upload found by listing may be anybody's.
     */
    private void earlier(Exchange exchange) {
        ObjectInfo source = Transfer.of(exchange).source();
        UploadLeft left = exchange.getMessage().getBody() instanceof Map<?, ?> row ? UploadLeft.of(row) : null;
        if (left != null) {
            boolean same = !extensions.seesBytes()
                    && !source.etag().isEmpty()
                    && left.sourceEtag().equals(source.etag())
                    && left.size() == source.size();
            exchange.getMessage().setHeader(ObjectStoreHeaders.UPLOAD_ID, left.uploadId());
            exchange.getMessage().setHeader(EARLIER, same ? "same" : "other");
        }
    }

    /** After its parts were listed: those that are there need not be sent again, if they were cut as they are now. */
    private void resume(Exchange exchange) {
        List<UploadedPart> there = new ArrayList<>();
        for (Object part : exchange.getMessage().getBody(List.class)) {
            there.add((UploadedPart) part);
        }
        if (!Transfer.of(exchange).parts().resume(there)) {
            exchange.getMessage().setHeader(EARLIER, "other");
        }
    }

    /** The earlier upload is gone or aborted: a new one is begun. */
    private void forget(Exchange exchange) {
        exchange.getMessage().removeHeader(ObjectStoreHeaders.UPLOAD_ID);
        exchange.getMessage().removeHeader(EARLIER);
    }

    /** After the upload was created: from here on it is ours to complete or to abort. */
    private void created(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        transfer.uploading(
                exchange.getMessage().getHeader(ObjectStoreHeaders.UPLOAD_ID, String.class), transfer.parts());
        transfer.end(JobStatus.STARTED, "");
    }

    /** The body becomes the part numbers, for the split. The upload is on disk before the first of them is sent. */
    private void parts(Exchange exchange) throws Exception {
        Calls.step(exchange, "uploadBegun");
        exchange.getMessage().setBody(Transfer.of(exchange).parts());
        countAnew(exchange);
    }

    /** One part: which bytes of the source, pinned to the version that the upload began with. */
    private void beginPart(Exchange exchange) {
        if (stopped) {
            throw new StoppedException();
        }
        // Kept where no attempt can overwrite it.
        if (exchange.getMessage().getBody() instanceof Integer number) {
            exchange.setProperty(PART, number);
        }
        Transfer transfer = Transfer.of(exchange);
        if (transfer.parts().isStopped()) {
            throw new CancellationException("another part of the upload failed");
        }
        exchange.getMessage()
                .setHeader(ObjectStoreHeaders.RANGE, transfer.parts().plan().range(partNumber(exchange)));
        exchange.getMessage()
                .setHeader(ObjectStoreHeaders.IF_MATCH, transfer.source().etag());
        exchange.getMessage()
                .setHeader(ObjectStoreHeaders.KEY, transfer.message().key());
    }

    /** One part: from here on the headers name its place at the destination. */
    static void toUpload(Exchange exchange) {
        toUploadOf(exchange, Transfer.of(exchange));
        exchange.getMessage().setHeader(ObjectStoreHeaders.PART_NUMBER, partNumber(exchange));
    }

    private void partUploaded(Exchange exchange) {
        UploadedPart part = exchange.getMessage().getBody(UploadedPart.class);
        PartsInFlight parts = Transfer.of(exchange).parts();
        long planned = parts.plan().range(part.partNumber()).length();
        if (part.length() != planned) {
            throw new InvalidException(
                    "part " + part.partNumber() + " has " + part.length() + " bytes and not " + planned
                            + ": a step that changes a part must keep its length",
                    0,
                    "PartLength",
                    null);
        }
        parts.uploaded(new ArrivedPart(part, VerifySteps.sum(exchange)));
    }

    /**
     * Makes the object of its parts. Where the request fails, looks whether an earlier one made the object and its answer was lost or can't
     * be read. Parts that aren't what the source keeps make no object.
     */
    private void completeUpload(Exchange exchange) throws Exception {
        Transfer.of(exchange).parts().requireAsKept();
        try {
            new Again(exchange).run(() -> {
                allParts(exchange);
                calls.destination(exchange, "completeUpload");
            });
        } catch (UploadGoneException | InvalidException e) {
            Transfer.of(exchange).interruptedBy(e);
            try {
                calls.destination(exchange, "headObject");
            } catch (GoneException | DeniedException none) {
                exchange.getMessage().setBody(null);
            }
            mustBeOurs(exchange);
        }
        completed(exchange);
        Calls.step(exchange, "uploadEnded");
    }

    /** The body becomes the list of all parts; fails if one is missing. */
    private void allParts(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        exchange.getMessage().setBody(transfer.parts().all());
        toUploadOf(exchange, transfer);
    }

    /**
     * After HEAD of the destination, which leaves no body where it shows no object. The object is made in spite of the failed
     * request if it has the size and the ETag that these parts make: an earlier request took effect and its answer was lost, or
     * the answer to this one can't be read. Otherwise throws why the request failed.
     */
    private void mustBeOurs(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        ObjectInfo there = exchange.getMessage().getBody(ObjectInfo.class);
        List<UploadedPart> parts = transfer.parts().all();
        if (there == null
                || there.size() != transfer.source().size()
                || !there.etag().equals(MultipartEtag.of(parts).orElse(null))) {
            if (transfer.interruption() instanceof InvalidException refusal) {
                throw refusal;
            }
            throw new ChangedException(
                    "the upload is gone and the destination doesn't have the object that its parts make", 0, "", null);
        }
        transfer.interruptedBy(null);
        exchange.getMessage().setHeader(ObjectStoreHeaders.ETAG, there.etag());
    }

    private void completed(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        transfer.written(exchange.getMessage().getHeader(ObjectStoreHeaders.ETAG, "", String.class));
        transfer.end(JobStatus.DONE, "");
        backToWorker(exchange);
    }

    /**
     * Ends an upload that failed, and throws why. An upload stays for the next run where this one was stopped, and for the message that
     * comes back where the failure may pass; those go on with the missing parts. Any other is aborted, also where the parts aren't what
     * the source keeps: another attempt would take them for good.
     */
    private void endFailedUpload(Exchange exchange) throws Exception {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        interrupted(exchange, failure);
        Throwable told = Failures.told(failure);
        boolean passing = (told instanceof TransientException && !(told instanceof ContentMismatchException))
                || told instanceof ThrottledException;
        boolean comesBack = passing && Boolean.FALSE.equals(exchange.getProperty(Transfer.LAST_TRY, Boolean.class));
        if (!(failure instanceof StoppedException) && !comesBack) {
            abortUpload(exchange);
        }
        rethrow(exchange);
    }

    /** Leaves a failed upload as it is, for the next request to complete it, and throws why. */
    private void keepFailedUpload(Exchange exchange) {
        interrupted(exchange, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        rethrow(exchange);
    }

    /** Something failed: no further part begins, and why is kept, whatever else fails while the upload is aborted. */
    private static void interrupted(Exchange exchange, Throwable failure) {
        Transfer transfer = Transfer.of(exchange);
        transfer.parts().stop();
        transfer.interruptedBy(failure);
        toUploadOf(exchange, transfer);
    }

    /** Aborts the upload that the headers name. That this fails must not hide why it was to be aborted. */
    private void abortUpload(Exchange exchange) {
        try {
            calls.destination(exchange, "abortUpload");
            Calls.step(exchange, "uploadEnded");
        } catch (Exception e) {
            leftBehind(exchange, e);
        }
    }

    /** Aborts the upload that lost its record to the one just written, if there is one. */
    private void abortLeftUpload(Exchange exchange) {
        if (exchange.getMessage().getHeader(LEFT_UPLOAD) != null) {
            toLeftUpload(exchange);
            abortUpload(exchange);
        }
    }

    /** From here on the headers name an upload that lost its record to the one just written. */
    private void toLeftUpload(Exchange exchange) {
        org.apache.camel.Message headers = exchange.getMessage();
        headers.setHeader(ObjectStoreHeaders.KEY, Transfer.of(exchange).destinationKey());
        headers.setHeader(ObjectStoreHeaders.UPLOAD_ID, headers.removeHeader(LEFT_UPLOAD));
    }

    /** The upload couldn't be aborted: its parts cost storage until a lifecycle rule or somebody removes them. */
    private static void leftBehind(Exchange exchange, Exception failure) {
        LOG.warn(
                "the upload {} of {} couldn't be aborted and is left behind: {}",
                Printable.of(exchange.getMessage().getHeader(ObjectStoreHeaders.UPLOAD_ID, "", String.class)),
                Printable.quoted(exchange.getMessage().getHeader(ObjectStoreHeaders.KEY, "", String.class)),
                Failures.line(failure));
    }

    /**
     * Throws why the upload was given up. That the destination has lost the upload says nothing about the source's object:
     * it is copied anew.
     */
    private void rethrow(Exchange exchange) {
        backToWorker(exchange);
        Transfer transfer = Transfer.of(exchange);
        Throwable cause = transfer.interruption();
        // Without the cause: routes look for the innermost.
        if (cause instanceof UploadGoneException gone) {
            throw new ChangedException(
                    "the upload was aborted by somebody else: " + gone.getMessage(), gone.status(), gone.code(), null);
        }
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        throw new IllegalStateException(cause);
    }

    /** A part, and the request to complete, are tried as often as an object, whatever its own attempts were. */
    private static void countAnew(Exchange exchange) {
        exchange.getMessage().removeHeader(Exchange.REDELIVERY_COUNTER);
    }

    /**
     * The error handlers of the inner routes leave their marks and their count on the exchange. With those the worker's own
     * would let every later failure pass: nothing would be tried again, recorded or counted.
     */
    private static void backToWorker(Exchange exchange) {
        ExchangeExtension state = exchange.getExchangeExtension();
        state.setFailureHandled(false);
        state.setErrorHandlerHandled(null);
        state.setRedeliveryExhausted(false);
        exchange.getMessage()
                .setHeader(Exchange.REDELIVERY_COUNTER, Transfer.of(exchange).attempts() - 1);
    }

    /** The first failure is the upload's; a grouping strategy would swallow it and the object would be made without parts. */
    @Override
    public Exchange aggregate(Exchange before, Exchange part) {
        if (part.getException() != null) {
            Transfer.of(part).parts().stop();
        }
        if (before == null) {
            return part;
        }
        if (before.getException() == null && part.getException() != null) {
            before.setException(part.getException());
        }
        return before;
    }

    /** From here on the headers name the upload at the destination. */
    static void toUploadOf(Exchange exchange, Transfer transfer) {
        exchange.getMessage().setHeader(ObjectStoreHeaders.KEY, transfer.destinationKey());
        exchange.getMessage().setHeader(ObjectStoreHeaders.UPLOAD_ID, transfer.uploadId());
    }

    private static int partNumber(Exchange exchange) {
        return exchange.getProperty(PART, Integer.class);
    }
}
