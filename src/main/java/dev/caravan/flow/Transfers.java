package dev.caravan.flow;

import dev.caravan.message.Message;
import dev.caravan.transfer.QueueTimes;
import dev.caravan.transfer.Transfer;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;

/** The transfer that an exchange carries. */
public final class Transfers {

    /**
     * Set by a queue that lets a message come back: whether it won't this time ({@code Boolean}). Where nothing sets it, no message ever
     * comes back, and what fails has failed.
     */
    public static final String LAST_TRY = "CaravanLastTry";

    /** Set by a queue that lets a message come back: how often it has been tried before ({@code Integer}). */
    public static final String TRIES_BEFORE = "CaravanTriesBefore";

    /** Set by a queue that tells: when it took and delivered the message ({@link QueueTimes}). */
    public static final String TIMES = "CaravanQueueTimes";

    /** Set by a queue that waits while records are refused ({@link RecordRefusals}). */
    public static final String REFUSALS = "CaravanRecordRefusals";

    /** Set by a queue that lets a message come back: whether all messages of late have failed ({@link BooleanSupplier}). */
    public static final String NOTHING_SUCCEEDS = "CaravanNothingSucceeds";

    private static final String PROPERTY = "CaravanTransfer";

    private Transfers() {}

    static Transfer begin(Exchange exchange, Message message) {
        Transfer transfer = new Transfer(
                message,
                exchange.getProperty(TRIES_BEFORE, 0, Integer.class),
                exchange.getProperty(LAST_TRY, Boolean.class));
        transfer.queued(exchange.getProperty(TIMES, QueueTimes.NONE, QueueTimes.class));
        exchange.setProperty(PROPERTY, transfer);
        return transfer;
    }

    /** Returns what the queue keeps of refused records; null where the queue doesn't wait for them. */
    static RecordRefusals refusals(Exchange exchange) {
        return exchange.getProperty(REFUSALS, RecordRefusals.class);
    }

    static boolean nothingSucceeds(Exchange exchange) {
        BooleanSupplier asked = exchange.getProperty(NOTHING_SUCCEEDS, BooleanSupplier.class);
        return asked != null && asked.getAsBoolean();
    }

    /** Returns the transfer of this exchange, or of the exchange that it was split from; null when none has begun. */
    public static Transfer of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Transfer.class);
    }
}
