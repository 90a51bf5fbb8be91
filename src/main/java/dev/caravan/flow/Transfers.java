package dev.caravan.flow;

import dev.caravan.message.Message;
import dev.caravan.transfer.QueueTimes;
import dev.caravan.transfer.Transfer;
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

    /** Returns the transfer of this exchange, or of the exchange that it was split from; null when none has begun. */
    public static Transfer of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Transfer.class);
    }
}
