package dev.caravan.flow;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.job.KeyLength;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Limits;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.HistoryMessage;
import dev.caravan.message.Message;
import dev.caravan.message.MessageCodec;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.VersionMark;
import dev.caravan.record.JobStatus;
import dev.caravan.store.Failures;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.KeptMetadata;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.OccupiedException;
import dev.caravan.transfer.Buckets;
import dev.caravan.transfer.CopyRefusedException;
import dev.caravan.transfer.Outcome;
import dev.caravan.transfer.Retry;
import dev.caravan.transfer.SecondLook;
import dev.caravan.transfer.SecondLook.Verdict;
import dev.caravan.transfer.ServiceCopy;
import dev.caravan.transfer.StandingObject;
import dev.caravan.transfer.StoppedException;
import dev.caravan.transfer.Transfer;
import dev.caravan.transfer.Upload;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The steps of the routes that move one object.
 *
 * @param deletes whether the job deletes extra objects, so that no object may be renamed
 * @param limits exclude objects that weren't listed
 * @param standing judges objects that must not be overwritten
 * @param claim before a deletion: whether no later event is on record
 * @param repeats ends a transfer whose work is done; returns whether it did
 */
public record ObjectSteps(
        KeyMapping keys,
        Sizes sizes,
        boolean deletes,
        Limits limits,
        Buckets buckets,
        Upload upload,
        ServiceCopy copies,
        ExtensionPoints extensions,
        StandingObject standing,
        Predicate<Transfer> claim,
        Predicate<Transfer> repeats) {

    /** The way: {@code small}, {@code multipart}, {@code fleet}, {@code copy}, {@code delete} or {@code skipped}. */
    static final String WAY = "CaravanWay";

    private static final String SKIPPED = "skipped";

    /** The result of a second look: {@code agrees}, {@code record}, {@code copy} or {@code delete}. */
    private static final String VERDICT = "CaravanVerdict";

    private static final String FAILED_AT = "CaravanFailedAt";

    /**
     * The sizes in bytes from which an object moves in parts: by one worker, by one worker after a connection broke off
     * or if user steps see parts, and by the fleet.
     */
    public record Sizes(long multipart, long parts, long fleet) {}

    public Map<String, Processor> byName() {
        return Map.ofEntries(
                Map.entry("begin", this::begin),
                Map.entry("plan", this::plan),
                Map.entry("decide", this::decide),
                Map.entry("toDestination", ObjectSteps::toDestination),
                Map.entry("written", this::written),
                Map.entry("copyObject", exchange -> copies.copy(Transfers.of(exchange), upload)),
                Map.entry("delete", this::delete),
                Map.entry("failed", this::failed),
                Map.entry("lookAgain", this::lookAgain),
                Map.entry("mended", exchange -> Transfers.of(exchange).forgetContest()),
                Map.entry("attemptFailed", exchange -> exchange.setProperty(FAILED_AT, System.nanoTime())),
                Map.entry("triedAgain", this::triedAgain));
    }

    /** Reads the message and removes our headers from it, which may be foreign. */
    private void begin(Exchange exchange) {
        exchange.getMessage().removeHeaders("Caravan*");
        Object body = exchange.getMessage().getBody();
        Message message = body instanceof Message read
                ? read
                : MessageCodec.decode(exchange.getMessage().getBody(String.class));
        Transfer transfer = Transfers.begin(exchange, message);
        transfer.name(keys.destinationKey(message.key()));
        if (!keys.hasName(message.key())) {
            throw new InvalidException(
                    "the source's folder itself holds bytes, but has no name in a whole bucket: name a folder there",
                    "NoName");
        }
        if (keys.isTooLong(message.key())) {
            throw InvalidException.keyTooLong("destination", transfer.destinationKey());
        }
        if (message instanceof HistoryMessage) {
            throw exchange.getProperty(Transfers.NO_HISTORY, RuntimeException.class);
        }
    }

    /** Asks the source again if the message is outdated, or if the limits need more than an event has. */
    private void plan(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        transfer.beginAttempt(
                transfer.attempts() == 0
                        ? null
                        : Failures.innermost(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
        exchange.removeProperty(MultipartSteps.PART);
        exchange.getMessage().removeHeaders("Caravan*");
        exchange.getMessage().setBody(null);
        if (transfer.changed() || (transfer.isUnlisted() && needMoreThan(transfer.message()))) {
            ObjectInfo now = upload.current(transfer);
            transfer.renew(now);
            leaveOut(transfer, limits.at(Instant.now()).leftOutBy(now.size(), now.lastModified(), now.storageClass()));
        } else if (transfer.message() instanceof ObjectMessage object) {
            leaveOut(transfer, limits.leftOutBy(object.size()));
        }
        describe(exchange, transfer);
        if (transfer.status() == JobStatus.SKIPPED) {
            exchange.getMessage().setHeader(WAY, SKIPPED);
        } else if (extensions.isUsed(ExtensionPoints.BEFORE_COPY)) {
            transfer.name(keys.destinationKey(transfer.message().key()));
            exchange.getMessage().setHeader(ExtensionHeaders.DESTINATION_KEY, transfer.destinationKey());
            if (transfer.message() instanceof ObjectMessage object) {
                exchange.getMessage().setHeader(ObjectStoreHeaders.ETAG, object.etag());
            }
        } else {
            goOn(exchange, transfer);
        }
    }

    /** Returns whether the limits need more than a message has: an event has the size, a key not found has nothing. */
    private boolean needMoreThan(Message message) {
        boolean unknown = message instanceof ObjectMessage object && object.mustExist();
        return limits.needTimeOrClass() || (unknown && !limits.equals(Limits.NONE));
    }

    private static void leaveOut(Transfer transfer, String option) {
        if (option != null) {
            transfer.end(Outcome.skipped("left out by " + option));
        }
    }

    /** Continues with a known destination key. The service copies no object whose bytes or metadata user steps change. */
    private void goOn(Exchange exchange, Transfer transfer) {
        boolean changed = extensions.seesBytes()
                || (extensions.isUsed(ExtensionPoints.BEFORE_COPY) && MetadataHeaders.areSet(exchange.getMessage()));
        if (repeats.test(transfer)) {
            exchange.getMessage().setHeader(WAY, SKIPPED);
        } else if (!changed && copies.takes(transfer)) {
            exchange.getMessage().setHeader(WAY, transfer.copiedPartSize() > 0 ? "multipart" : "copy");
        }
    }

    /** Sets headers to the source object, and the way for its size. */
    private void describe(Exchange exchange, Transfer transfer) {
        exchange.getMessage()
                .setHeader(ObjectStoreHeaders.KEY, transfer.message().key());
        String way = "delete";
        if (transfer.message() instanceof ObjectMessage object) {
            // After a broken connection, parts limit the next loss. Steps that see parts can keep a part in memory.
            // Steps that change whole objects see no parts.
            boolean inParts = (transfer.brokeOff() || extensions.seesBytes()) && !extensions.missesParts();
            long multipart = inParts ? sizes.parts() : sizes.multipart();
            way = object.size() < multipart ? "small" : object.size() < sizes.fleet() ? "multipart" : "fleet";
            exchange.getMessage().setHeader(ObjectStoreHeaders.IF_MATCH, object.etag());
            exchange.getMessage().setHeader(ObjectStoreHeaders.SIZE, object.size());
            if (!object.versionId().isEmpty()) {
                exchange.getMessage().setHeader(ObjectStoreHeaders.VERSION_ID, object.versionId());
            }
        }
        exchange.getMessage().setHeader(WAY, way);
    }

    private void decide(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        org.apache.camel.Message message = exchange.getMessage();
        rename(transfer, message.removeHeader(ExtensionHeaders.DESTINATION_KEY));
        message.removeHeader(ObjectStoreHeaders.ETAG);
        message.setBody(null);
        describe(exchange, transfer);
        if (transfer.status() == JobStatus.SKIPPED) {
            message.setHeader(WAY, SKIPPED);
            return;
        }
        String skip = SkipReason.of(message.getHeader(ExtensionHeaders.SKIP));
        if (skip != null) {
            message.setHeader(WAY, SKIPPED);
            transfer.end(Outcome.skipped(skip));
            return;
        }
        boolean renamed = !transfer.destinationKey()
                .equals(keys.destinationKey(transfer.message().key()));
        if (renamed && "fleet".equals(message.getHeader(WAY))) {
            // The messages of its parts name the source's key only.
            message.setHeader(WAY, "multipart");
        }
        goOn(exchange, transfer);
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
                    "Renamed");
        }
        transfer.name(key);
    }

    private static void toDestination(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        org.apache.camel.Message message = exchange.getMessage();
        // The replacement of the content by a user step belongs to the object that was read.
        ObjectInfo read = message.getHeader(ObjectStoreHeaders.INFO, ObjectInfo.class);
        if (read != null) {
            transfer.read(read);
        }
        ObjectMetadata metadata = message.getHeader(ObjectStoreHeaders.METADATA, ObjectMetadata.class);
        if (metadata == null && read != null) {
            metadata = read.metadata();
        }
        if (metadata != null) {
            message.setHeader(ObjectStoreHeaders.METADATA, metadata(exchange, metadata));
        }
        if (message.getBody() instanceof ObjectContent content && (transfer.md5() != null || transfer.doubtful())) {
            String md5 = transfer.md5() != null ? transfer.md5() : content.md5();
            message.setBody(content.expecting(md5, !transfer.doubtful()));
        }
        message.setHeader(ObjectStoreHeaders.KEY, transfer.destinationKey());
        transfer.requireHistory();
    }

    /** Returns the destination's metadata and records what it can't keep. */
    static ObjectMetadata metadata(Exchange exchange, ObjectMetadata source) {
        ObjectMetadata metadata = MetadataHeaders.over(exchange.getMessage(), source);
        if (Transfers.of(exchange).message() instanceof ObjectMessage object
                && !object.versionId().isEmpty()) {
            metadata = metadata.withUser(VersionMark.NAME, object.mark());
        }
        Transfers.of(exchange).leavesOut(KeptMetadata.of(metadata).leftOut());
        return metadata;
    }

    /** Asks the source again if a later run, comparing by time, wouldn't notice an overwrite during the copy. */
    private void written(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        transfer.written(exchange.getMessage().getHeader(ObjectStoreHeaders.ETAG, "", String.class));
        ObjectInfo source = transfer.source();
        if (source != null && !source.etag().equalsIgnoreCase(transfer.destinationEtag())) {
            upload.requireUnchanged(transfer);
        }
    }

    /** Records the event before the source is asked, so that its answer covers all earlier workers. */
    private void delete(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        if (transfer.message() instanceof DeleteMessage delete && delete.marker() > 0) {
            transfer.requireHistory();
            buckets.destination().delete(transfer.destinationKey());
            transfer.end(Outcome.DELETED);
            return;
        }
        if (!claim.test(transfer)) {
            return;
        }
        if (buckets.source().find(transfer.message().key()) != null) {
            transfer.end(Outcome.needless("the source has the object: not deleted"));
            return;
        }
        ObjectInfo there = limits.concernDestination() ? buckets.destination().find(transfer.destinationKey()) : null;
        String option = there == null ? null : limits.at(Instant.now()).leftOutBy(there.size(), there.lastModified());
        if (option != null) {
            transfer.end(Outcome.needless("left out by " + option + ": not deleted"));
            return;
        }
        buckets.destination().delete(transfer.destinationKey());
        transfer.end(Outcome.DELETED);
    }

    private void lookAgain(Exchange exchange) {
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
        exchange.getMessage().removeHeaders("Caravan*");
        exchange.getMessage().setBody(null);
        Transfer transfer = Transfers.of(exchange);
        Verdict verdict = SecondLook.look(transfer, buckets);
        exchange.getMessage().setHeader(ObjectStoreHeaders.KEY, transfer.destinationKey());
        exchange.getMessage().setHeader(VERDICT, verdict.name());
    }

    /** Ends the route without a record if the queue delivers the message again. There may be no transfer yet. */
    private void failed(Exchange exchange) {
        Throwable cause = Failures.innermost(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Transfer transfer = Transfers.of(exchange);
        if (transfer != null && cause instanceof OccupiedException occupied) {
            transfer.end(standing.judge(transfer, occupied));
        } else if (transfer != null) {
            transfer.fail(status(cause, transfer), cause);
            exchange.setRouteStop(comesBack(exchange, cause, transfer));
        }
    }

    /** Returns whether to retry. A failure that can affect all objects is final, except while nothing succeeds. */
    private static boolean comesBack(Exchange exchange, Throwable cause, Transfer transfer) {
        if (transfer.lastTry() == null) {
            return false;
        }
        return cause instanceof StoppedException
                ? transfer.uploadId().isEmpty()
                : transfer.mayComeBack()
                        && (Failures.isPassing(cause)
                                || (Failures.mayBeOfAll(cause) && Transfers.nothingSucceeds(exchange)));
    }

    private static JobStatus status(Throwable cause, Transfer transfer) {
        if (cause instanceof StoppedException && !transfer.uploadId().isEmpty()) {
            return JobStatus.STARTED;
        }
        if (cause instanceof GoneException
                && transfer.message() instanceof ObjectMessage object
                && object.mustExist()) {
            return JobStatus.ERROR;
        }
        return cause instanceof GoneException || cause instanceof StoppedException ? JobStatus.CANCEL : JobStatus.ERROR;
    }

    /**
     * Returns whether a failure counts as an attempt. A refused service copy doesn't: the same attempt continues. Nor
     * does an outage of a store, except in a fleet, whose queue keeps the object until the store is back.
     */
    private boolean counts(Throwable cause, Transfer transfer) {
        boolean queued = transfer == null || transfer.lastTry() != null;
        return !(cause instanceof CopyRefusedException)
                && (queued || !copies.progress().outage().excuses(cause));
    }

    private void triedAgain(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Transfer transfer = Transfers.of(exchange);
        if (!counts(cause, transfer)) {
            int counted = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class);
            exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, counted - 1);
        }
        if (cause != null && transfer != null) {
            Retry.tell(
                    transfer,
                    exchange.getProperty(MultipartSteps.PART, Integer.class),
                    exchange.getProperty(FAILED_AT, System.nanoTime(), Long.class),
                    cause,
                    copies.progress().passing());
        }
    }
}
