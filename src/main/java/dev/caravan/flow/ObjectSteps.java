package dev.caravan.flow;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.job.KeyLength;
import dev.caravan.job.KeyMapping;
import dev.caravan.message.Message;
import dev.caravan.message.MessageCodec;
import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DigestException;
import dev.caravan.store.Failures;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.KeptMetadata;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.transfer.StoppedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The steps of the worker's routes between the calls to the stores. */
public final class ObjectSteps {

    /** Tells the routes what kind of transfer it is: {@code small}, {@code large}, {@code giant}, {@code delete} or {@code skipped}. */
    static final String KIND = "CaravanKind";

    /** Tells the routes that a failure is to be recorded: {@code true}, or {@code false} where the message comes back. */
    static final String FINAL = "CaravanFinal";

    private final KeyMapping keys;
    private final boolean deletes;
    private final long multipartThreshold;
    private final long giantThreshold;
    private final Calls calls = new Calls();

    /**
     * @param giantThreshold objects from this size on, in bytes, are split over the fleet, unless they are moved whole
     * @param deletes whether the job deletes what only the destination has, so that no object may get another name
     */
    public ObjectSteps(KeyMapping keys, long multipartThreshold, long giantThreshold, boolean deletes) {
        this.keys = keys;
        this.deletes = deletes;
        this.multipartThreshold = multipartThreshold;
        this.giantThreshold = giantThreshold;
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        Map<String, Processor> steps = new HashMap<>(Retries.byName());
        steps.putAll(Map.ofEntries(
                Map.entry("begin", this::begin),
                Map.entry("beginAttempt", this::beginAttempt),
                Map.entry("describe", this::describe),
                Map.entry("decide", this::decide),
                Map.entry("skipped", this::skipped),
                Map.entry("toDestination", ObjectSteps::toDestination),
                Map.entry("written", this::written),
                Map.entry("mustBeUnchanged", exchange -> mustBeUnchanged(exchange, calls)),
                Map.entry("kept", this::kept),
                Map.entry("deleted", this::deleted),
                Map.entry("failed", this::failed)));
        return steps;
    }

    /** Reads the message. Headers that came with it are a stranger's: none of ours may be among them. */
    private void begin(Exchange exchange) {
        exchange.getMessage().removeHeaders("Caravan*");
        Object body = exchange.getMessage().getBody();
        Message message = body instanceof Message read
                ? read
                : MessageCodec.decode(exchange.getMessage().getBody(String.class));
        Transfer.begin(exchange, message).name(keys.destinationKey(message.key()));
        if (!keys.hasName(message.key())) {
            throw new InvalidException(
                    "the source's folder itself holds bytes, but has no name in a whole bucket: name a folder there",
                    0,
                    "NoName",
                    null);
        }
        if (keys.isTooLong(message.key())) {
            throw InvalidException.keyTooLong("destination", keys.destinationKey(message.key()));
        }
    }

    /**
     * Each attempt begins with nothing but the message: no header, stream or upload is left of the one before. Where that was overtaken, the
     * source is asked what it has now.
     */
    private void beginAttempt(Exchange exchange) throws Exception {
        Transfer transfer = Transfer.of(exchange);
        if (transfer.attempts() > 0) {
            learn(transfer, Failures.told(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
        }
        transfer.beginAttempt();
        exchange.getMessage().removeHeaders("Caravan*");
        exchange.getMessage().setBody(null);
        toSource(exchange);
        if (transfer.changed()) {
            calls.source(exchange, "headObject");
            renew(exchange);
        } else {
            route(exchange, transfer);
        }
    }

    private static void learn(Transfer transfer, Throwable failure) {
        if (failure instanceof ChangedException) {
            transfer.markChanged();
        } else if (failure instanceof DigestException digest) {
            transfer.doubt(digest.sent());
        }
    }

    /** After HEAD: the message now names what is there. */
    private void renew(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        ObjectInfo info = exchange.getMessage().getBody(ObjectInfo.class);
        transfer.renew(new ObjectMessage(
                info.key(),
                info.size(),
                info.etag(),
                info.lastModified(),
                transfer.message().sequencer()));
        toSource(exchange);
        route(exchange, transfer);
    }

    private void route(Exchange exchange, Transfer transfer) {
        String kind = "delete";
        if (transfer.message() instanceof ObjectMessage object) {
            kind = kindOf(object.size());
            exchange.getMessage().setHeader(ObjectStoreHeaders.IF_MATCH, object.etag());
            exchange.getMessage().setHeader(ObjectStoreHeaders.SIZE, object.size());
        }
        exchange.getMessage().setHeader(KIND, kind);
    }

    /** Before the extension point: the headers tell what is about to be copied or deleted. */
    private void describe(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        transfer.name(keys.destinationKey(transfer.message().key()));
        exchange.getMessage().setHeader(ExtensionHeaders.DESTINATION_KEY, transfer.destinationKey());
        if (transfer.message() instanceof ObjectMessage object) {
            exchange.getMessage().setHeader(ObjectStoreHeaders.ETAG, object.etag());
        }
    }

    /** Behind the extension point: what it has decided. Whatever else its steps left or removed changes nothing. */
    private void decide(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        org.apache.camel.Message message = exchange.getMessage();
        rename(transfer, message.removeHeader(ExtensionHeaders.DESTINATION_KEY));
        message.removeHeader(ObjectStoreHeaders.ETAG);
        message.setBody(null);
        toSource(exchange);
        route(exchange, transfer);
        if (SkipReason.of(message.getHeader(ExtensionHeaders.SKIP)) != null) {
            message.setHeader(KIND, "skipped");
        } else if ("giant".equals(message.getHeader(KIND)) && isRenamed(transfer)) {
            // The messages of its parts name the source's key only.
            message.setHeader(KIND, "large");
        }
    }

    private boolean isRenamed(Transfer transfer) {
        return !transfer.destinationKey()
                .equals(keys.destinationKey(transfer.message().key()));
    }

    private void rename(Transfer transfer, Object header) {
        String key = header == null ? "" : String.valueOf(header);
        if (key.isEmpty() || key.equals(transfer.destinationKey())) {
            return;
        }
        if (KeyLength.isTooLong(key)) {
            throw InvalidException.keyTooLong("destination", key);
        }
        if (deletes) {
            throw new InvalidException(
                    ExtensionHeaders.DESTINATION_KEY
                            + " can't name another key while the job deletes: what is renamed would be"
                            + " deleted as an object that the source doesn't have",
                    0,
                    "Renamed",
                    null);
        }
        transfer.name(key);
    }

    private void skipped(Exchange exchange) {
        Transfer.of(exchange)
                .end(JobStatus.SKIPPED, SkipReason.of(exchange.getMessage().getHeader(ExtensionHeaders.SKIP)));
    }

    private String kindOf(long size) {
        if (size < multipartThreshold) {
            return "small";
        }
        return size < giantThreshold ? "large" : "giant";
    }

    /** From here on the key names the object at the source. */
    static void toSource(Exchange exchange) {
        exchange.getMessage()
                .setHeader(
                        ObjectStoreHeaders.KEY, Transfer.of(exchange).message().key());
    }

    /** From here on the key names the object at the destination. */
    static void toDestination(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        // What a step of the user's put in the place of the content belongs to the object that was read.
        ObjectInfo read = exchange.getMessage().getHeader(ObjectStoreHeaders.INFO, ObjectInfo.class);
        if (read != null) {
            transfer.read(read);
        }
        ObjectMetadata metadata = exchange.getMessage().getHeader(ObjectStoreHeaders.METADATA, ObjectMetadata.class);
        if (metadata == null && read != null) {
            metadata = read.metadata();
        }
        if (metadata != null) {
            metadata = MetadataHeaders.over(exchange.getMessage(), metadata);
            exchange.getMessage().setHeader(ObjectStoreHeaders.METADATA, metadata);
            transfer.leavesOut(KeptMetadata.of(metadata).leftOut());
        }
        if (exchange.getMessage().getBody() instanceof ObjectContent content
                && (transfer.md5() != null || transfer.doubtful())) {
            String md5 = transfer.md5() != null ? transfer.md5() : content.md5();
            exchange.getMessage().setBody(content.expecting(md5, !transfer.doubtful()));
        }
        exchange.getMessage().setHeader(ObjectStoreHeaders.KEY, transfer.destinationKey());
    }

    /**
     * After PUT. Where the two ETags aren't the same, a later run can compare by time only, and wouldn't notice that the
     * object was overwritten while it was on its way: then the source is asked once more.
     */
    private void written(Exchange exchange) throws Exception {
        Transfer transfer = Transfer.of(exchange);
        transfer.written(exchange.getMessage().getHeader(ObjectStoreHeaders.ETAG, "", String.class));
        ObjectInfo source = transfer.source();
        if (source != null && !source.etag().equalsIgnoreCase(transfer.destinationEtag())) {
            mustBeUnchanged(exchange, calls);
        }
    }

    /** Asks the source once more: what was copied must still be what is there. */
    static void mustBeUnchanged(Exchange exchange, Calls calls) throws Exception {
        toSource(exchange);
        calls.source(exchange, "headObject");
        Transfer transfer = Transfer.of(exchange);
        ObjectInfo now = exchange.getMessage().getBody(ObjectInfo.class);
        ObjectInfo copied = transfer.source();
        if (now.size() != copied.size()
                || !now.etag().equals(copied.etag())
                || !sameTime(now.lastModified(), copied.lastModified())) {
            throw new ChangedException("the object was overwritten while it was copied", 0, "", null);
        }
        // Of a giant object this worker has seen no metadata before. What the service copied whole has all of it.
        if (exchange.getMessage().getHeader(ObjectStoreHeaders.COPY_KEY) == null) {
            transfer.leavesOut(KeptMetadata.of(now.metadata()).leftOut());
        }
    }

    /** Headers tell whole seconds, listings may tell more, and messages may tell no time at all. */
    private static boolean sameTime(Instant now, Instant copied) {
        return copied.equals(Instant.EPOCH)
                || now.truncatedTo(ChronoUnit.SECONDS).equals(copied.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Before a delete the source was asked, and has the object: it stays at the destination. */
    private void kept(Exchange exchange) {
        Transfer.of(exchange).end(JobStatus.CANCEL, "the source has the object: not deleted");
    }

    private void deleted(Exchange exchange) {
        Transfer.of(exchange).end(JobStatus.DELETED, "");
    }

    /** The last attempt failed: says how the transfer ended. A failure before it began leaves no transfer to speak of. */
    private void failed(Exchange exchange) {
        Throwable cause = Failures.told(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Transfer transfer = Transfer.of(exchange);
        if (transfer == null) {
            return;
        }
        transfer.endBy(status(cause, transfer), cause);
        if (cause instanceof StoppedException) {
            transfer.markStopped();
        }
        exchange.getMessage().setHeader(FINAL, !comesBack(exchange, cause, transfer));
    }

    /** Whether the queue will bring the message again, and that may help. */
    private static boolean comesBack(Exchange exchange, Throwable cause, Transfer transfer) {
        Boolean lastTry = exchange.getProperty(Transfer.LAST_TRY, Boolean.class);
        if (lastTry == null) {
            return false;
        }
        if (cause instanceof StoppedException) {
            return transfer.uploadId().isEmpty();
        }
        return Failures.isPassing(cause) && !lastTry;
    }

    private static JobStatus status(Throwable cause, Transfer transfer) {
        if (cause instanceof StoppedException && !transfer.uploadId().isEmpty()) {
            return JobStatus.STARTED;
        }
        return cause instanceof GoneException || cause instanceof StoppedException ? JobStatus.CANCEL : JobStatus.ERROR;
    }
}
