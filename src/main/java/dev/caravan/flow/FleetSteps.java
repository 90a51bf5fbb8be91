package dev.caravan.flow;

import dev.caravan.job.KeyMapping;
import dev.caravan.job.Printable;
import dev.caravan.message.InvalidMessageException;
import dev.caravan.message.UploadMessage;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import dev.caravan.record.JobStatus;
import dev.caravan.store.Failures;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.FleetStep;
import dev.caravan.transfer.FleetStep.Step;
import dev.caravan.transfer.FleetUpload;
import dev.caravan.transfer.Transfer;
import dev.caravan.transfer.Upload;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the routes that move an object by the whole fleet.
 *
 * @param splits whether the worker knows the fleet's table of parts
 */
public record FleetSteps(
        FleetUpload upload, FleetStep step, Upload parts, MultipartSteps multipart, KeyMapping keys, boolean splits) {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** The property with the step for a message about an upload, by its record: the name of a {@link Step}. */
    private static final String STEP = "CaravanStep";

    /** The property that says the object is made of its parts: {@code true}, or absent. */
    private static final String MADE = "CaravanMade";

    public Map<String, Processor> byName() {
        return Map.of(
                "splitObject", this::splitObject,
                "endFailedUpload", this::endFailedUpload,
                "beginStep", this::beginStep,
                "completeObject", this::completeObject,
                "settleStep", this::settleStep,
                "renewObject", this::renewObject,
                "stepDone", FleetSteps::stepDone,
                "stepFailed", this::stepFailed);
    }

    /** Returns an action that counts, logs and reports a given-up object as failed. */
    public static BiConsumer<Transfer, String> givenUp(Progress progress, ExtensionPoints extensions) {
        return (transfer, why) -> {
            RecentFailures.Entry failure =
                    RecentFailures.Entry.of(transfer.destinationKey(), transfer.tries(), transfer.failure(), why);
            progress.failed(failure, LOG, "given up: " + Printable.quoted(transfer.destinationKey()) + ": " + why);
            extensions.givenUp(transfer.message().key(), transfer.record(Instant.now()), why);
        };
    }

    private void splitObject(Exchange exchange) {
        FleetUpload.Begun begun =
                upload.begin(Transfers.of(exchange), metadata -> multipart.metadata(exchange, metadata));
        exchange.getMessage().setHeader(ObjectSteps.WAY, begun.way());
        exchange.getMessage().setBody(begun.messages());
    }

    /** Keeps or aborts an upload whose messages weren't all sent or that has no state machine. */
    private void endFailedUpload(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        boolean ofStore = Failures.innermost(cause) instanceof StoreException;
        throw parts.failed(Transfers.of(exchange), ofStore ? cause : new TransientException(Failures.line(cause)));
    }

    private void beginStep(Exchange exchange) {
        exchange.getMessage().removeHeaders("Caravan*");
        UploadMessage message = exchange.getMessage().getBody(UploadMessage.class);
        exchange.getMessage().setBody(null);
        Transfer transfer = Transfers.begin(exchange, message);
        transfer.name(keys.destinationKey(message.key()));
        if (!splits) {
            throw new TransientException(
                    "this worker can't process giant objects: set SINGLE_PART_TABLE_NAME and SFN_ARN");
        }
        Step next = step.begin(transfer);
        exchange.getMessage().setHeader(STEP, next.name());
        exchange.getMessage().setHeader(RecordSteps.CONTESTED, next == Step.doubted);
    }

    private void completeObject(Exchange exchange) {
        Iterator<List<dev.caravan.message.Message>> missing = step.complete(Transfers.of(exchange));
        exchange.getMessage().setBody(missing);
        if (missing == null) {
            exchange.getMessage().setHeader(MADE, true);
        }
    }

    private void settleStep(Exchange exchange) {
        step.settle(Transfers.of(exchange), Step.valueOf(exchange.getMessage().getHeader(STEP, String.class)));
    }

    private void renewObject(Exchange exchange) {
        exchange.getMessage().setBody(step.renew(Transfers.of(exchange)));
    }

    private static void stepDone(Exchange exchange) {
        if (exchange.getMessage().getHeader(MADE) == null
                && !Boolean.TRUE.equals(exchange.getMessage().getHeader(RecordSteps.CONTESTED))) {
            Transfers.of(exchange).markRecorded();
        }
    }

    /** Ends a failed step. A message that contradicts the record stays a failure and reaches the dead letters. */
    private void stepFailed(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        Throwable cause = Failures.innermost(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        if (cause instanceof InvalidMessageException none) {
            throw none;
        }
        boolean onRecord;
        if (splits) {
            onRecord = step.failed(transfer, cause);
        } else {
            // There is no table for a part's failure: the dead letter says why.
            transfer.fail(JobStatus.ERROR, cause);
            onRecord = Boolean.TRUE.equals(transfer.lastTry());
        }
        if (onRecord) {
            transfer.markRecorded();
        }
    }
}
