package dev.caravan.flow;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.store.ChangedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.ObjectInfo;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The steps of the second look. Every worker records after it has touched the destination, so of two that had a key in hand
 * the one that records later learns of the other; by then both have done their work, and what the stores hold can be judged.
 */
public final class SecondLook {

    /** Tells the routes what is to be done: nothing ({@code agrees}), {@code record}, {@code copy} or {@code delete}. */
    private static final String VERDICT = "CaravanVerdict";

    /** What both stores held, and when the look began. */
    private record Look(Instant began, ObjectInfo source, ObjectInfo destination) {}

    private final Calls calls = new Calls();

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of(
                "lookAgain", this::lookAgain, "mended", SecondLook::mended, "mustBeAlone", SecondLook::mustBeAlone);
    }

    /** Asks both stores what they hold, and names the next step. */
    private void lookAgain(Exchange exchange) throws Exception {
        Instant began = Instant.now();
        // An earlier attempt's failure says nothing about what comes now.
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
        exchange.getMessage().removeHeaders("Caravan*");
        exchange.getMessage().setBody(null);
        ObjectSteps.toSource(exchange);
        ObjectInfo source = seen(exchange, () -> calls.source(exchange, "headObject"));
        exchange.getMessage()
                .setHeader(ObjectStoreHeaders.KEY, Transfer.of(exchange).destinationKey());
        ObjectInfo destination = seen(exchange, () -> calls.destination(exchange, "headObject"));
        judge(exchange, new Look(began, source, destination));
    }

    /** Returns what the store shows, or null where it has no such object. */
    private static ObjectInfo seen(Exchange exchange, Again.Request head) throws Exception {
        try {
            head.make();
            return exchange.getMessage().getBody(ObjectInfo.class);
        } catch (GoneException none) {
            return null;
        } finally {
            exchange.getMessage().setBody(null);
        }
    }

    private static void judge(Exchange exchange, Look look) {
        Transfer transfer = Transfer.of(exchange);
        String verdict = look.source() == null ? withoutSource(look, transfer) : withSource(look, transfer);
        if (verdict.equals("record")) {
            becomes(look, transfer);
            transfer.read(look.source());
            transfer.written(
                    look.destination() == null ? "" : look.destination().etag());
        } else if (!verdict.equals("agrees")) {
            becomes(look, transfer);
        }
        exchange.getMessage().setHeader(VERDICT, verdict);
    }

    private static String withSource(Look look, Transfer transfer) {
        if (look.destination() == null || !isCopy(look.source(), look.destination(), transfer)) {
            return "copy";
        }
        return says(transfer.known(), look.source(), look.destination()) ? "agrees" : "record";
    }

    /** Only what somebody asked to be deleted is: an object may well outlive its source. */
    private static String withoutSource(Look look, Transfer transfer) {
        boolean toBeDeleted = transfer.message() instanceof DeleteMessage
                || transfer.contestant().status() == JobStatus.DELETED
                || transfer.known().status() == JobStatus.DELETED;
        if (!toBeDeleted) {
            return "agrees";
        }
        if (look.destination() != null) {
            return "delete";
        }
        return transfer.known().status() == JobStatus.DELETED ? "agrees" : "record";
    }

    /**
     * Whether the destination holds what the source holds: as we copied it, as the other worker did, or as the digests say. An
     * encrypted object gets another ETag with every PUT; two workers that know each other's copies don't copy for ever.
     */
    private static boolean isCopy(ObjectInfo source, ObjectInfo destination, Transfer transfer) {
        return (transfer.source() != null
                        && isSame(transfer.source(), source)
                        && transfer.destinationEtag().equals(destination.etag()))
                || says(transfer.contestant(), source, destination)
                || says(transfer.known(), source, destination)
                || (source.etagIsMd5()
                        && destination.etagIsMd5()
                        && source.size() == destination.size()
                        && source.etag().equalsIgnoreCase(destination.etag()));
    }

    private static boolean isSame(ObjectInfo copied, ObjectInfo now) {
        return copied.size() == now.size()
                && copied.etag().equals(now.etag())
                && (!now.etag().isEmpty() || copied.lastModified().equals(now.lastModified()));
    }

    private static boolean says(StandingRecord record, ObjectInfo source, ObjectInfo destination) {
        return record.status() == JobStatus.DONE
                && !source.etag().isEmpty()
                && record.sourceEtag().equals(source.etag())
                && record.etag().equals(destination.etag());
    }

    private static void becomes(Look look, Transfer transfer) {
        String ours = transfer.message().sequencer();
        String standing = transfer.known().sequencer();
        String sequencer = standing.compareTo(ours) > 0 ? standing : ours;
        ObjectInfo source = look.source();
        transfer.becomes(
                source == null
                        ? new DeleteMessage(transfer.message().key(), sequencer)
                        : new ObjectMessage(
                                source.key(), source.size(), source.etag(), source.lastModified(), sequencer),
                look.began());
        transfer.end(source == null ? JobStatus.DELETED : JobStatus.DONE, "");
    }

    /** Done: from here on only who comes now is a contestant. */
    private static void mended(Exchange exchange) {
        Transfer.of(exchange).forgetContest();
    }

    private static void mustBeAlone(Exchange exchange) {
        if (Transfer.of(exchange).contested()) {
            throw new ChangedException("another worker has the same object in hand", 0, "", null);
        }
    }
}
