package dev.caravan.flow;

import dev.caravan.message.Message;
import dev.caravan.progress.Progress;
import dev.caravan.transfer.History;
import dev.caravan.transfer.QueueTimes;
import dev.caravan.transfer.Transfer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** The transfer of an exchange. */
public final class Transfers {

    /** Whether this is the last delivery ({@code Boolean}). Without it no message returns: each failure is final. */
    public static final String LAST_TRY = "CaravanLastTry";

    /** The property of a queue that returns messages: the number of earlier attempts ({@code Integer}). */
    public static final String TRIES_BEFORE = "CaravanTriesBefore";

    /** The property of a queue with the times of the message ({@link QueueTimes}). */
    public static final String TIMES = "CaravanQueueTimes";

    /** The property of a queue that waits while records are refused ({@link RecordRefusals}). */
    public static final String REFUSALS = "CaravanRecordRefusals";

    /** Whether all recent messages have failed ({@link BooleanSupplier}); set by a queue that returns messages. */
    public static final String NOTHING_SUCCEEDS = "CaravanNothingSucceeds";

    /** The versions of the key that the message is about ({@link History}); set by a queue. */
    public static final String HISTORY = "CaravanHistory";

    /** The failure to find the missing versions of a key ({@link RuntimeException}); set by a queue. */
    public static final String NO_HISTORY = "CaravanNoHistory";

    private static final String PROPERTY = "CaravanTransfer";

    private Transfers() {}

    static Transfer begin(Exchange exchange, Message message) {
        Transfer transfer = new Transfer(
                message,
                exchange.getProperty(TRIES_BEFORE, 0, Integer.class),
                exchange.getProperty(LAST_TRY, Boolean.class));
        transfer.queued(exchange.getProperty(TIMES, QueueTimes.NONE, QueueTimes.class));
        transfer.belongsTo(exchange.getProperty(HISTORY, History.class));
        exchange.setProperty(PROPERTY, transfer);
        return transfer;
    }

    /** Counts the outcome of a transfer once. The transfer is null if none was begun. */
    static void settle(Transfer transfer, Progress progress) {
        if (transfer == null) {
            progress.settle(0);
        } else if (transfer.settle()) {
            progress.settle(transfer.sent());
        }
    }

    /**
     * Calls an action when the exchange is done, successful or not. A {@code seda:} endpoint takes over the action with
     * the message. An endpoint of records does not, because the message continues after its record.
     */
    public static void whenDone(Exchange exchange, Consumer<Exchange> action) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public boolean allowHandover() {
                return !TableWrite.isUnderWay(exchange);
            }

            @Override
            public void onDone(Exchange done) {
                action.accept(done);
            }
        });
    }

    /** Returns the queue's refused records; null if it doesn't wait for them. */
    static RecordRefusals refusals(Exchange exchange) {
        return exchange.getProperty(REFUSALS, RecordRefusals.class);
    }

    static boolean nothingSucceeds(Exchange exchange) {
        BooleanSupplier asked = exchange.getProperty(NOTHING_SUCCEEDS, BooleanSupplier.class);
        return asked != null && asked.getAsBoolean();
    }

    /** Returns the transfer of an exchange or of the one it was split from; null if none has begun. */
    public static Transfer of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Transfer.class);
    }
}
