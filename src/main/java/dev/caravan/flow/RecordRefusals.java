package dev.caravan.flow;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.record.RecordsException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a worker that the table refuses. Their objects wait, and are logged together: at the first refusal, and once a minute. While the
 * table refuses for a reason that can't pass, the worker receives nothing more.
 */
public final class RecordRefusals {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** Marks an exchange whose record waits. */
    private static final String WAITS = "CaravanRecordWaits";

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** A table that throttles for a shorter time is no reason to call the worker not ready. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private Instant since;
    private String words = "";
    private boolean lasting;
    private boolean told;
    private boolean ended;
    private long toldAt;
    private volatile int waiting;
    private volatile boolean refused;

    public RecordRefusals() {
        this(System::nanoTime);
    }

    RecordRefusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes that the record of an exchange couldn't be written this time. */
    void refused(Exchange exchange, Throwable cause) {
        String line;
        synchronized (this) {
            if (exchange.getProperty(WAITS) == null) {
                exchange.setProperty(WAITS, true);
                waiting++;
            }
            Throwable failure = ControlPlaneProblem.ofService(cause);
            words = ControlPlaneProblem.words(failure);
            lasting = ControlPlaneProblem.cannotPass(failure);
            if (!refused) {
                since = Instant.now();
                refused = true;
            }
            line = line();
        }
        if (line != null) {
            LOG.warn(line);
        }
    }

    private String line() {
        long now = nanoTime.getAsLong();
        if (ended || (told && now - toldAt < INTERVAL_NANOS)) {
            return null;
        }
        told = true;
        toldAt = now;
        return state();
    }

    private String state() {
        return "records can't be written since " + since.truncatedTo(ChronoUnit.SECONDS) + ", " + waiting
                + (waiting == 1 ? " object waits" : " objects wait") + (lasting ? ", nothing more is received" : "")
                + ": " + words;
    }

    /** Notes that the record of an exchange is written. */
    void written(Exchange exchange) {
        if (!refused) {
            return;
        }
        boolean again;
        synchronized (this) {
            leave(exchange);
            refused = false;
            again = waiting == 0 && told;
            told = told && !again;
        }
        if (again) {
            LOG.info("records are written again");
        }
    }

    /** Notes that the record of an exchange isn't tried any more. */
    synchronized void givenUp(Exchange exchange) {
        leave(exchange);
    }

    /** Logs nothing more: the worker has ended, and messages whose records are still tried go back to the queue. */
    public synchronized void end() {
        ended = true;
    }

    private synchronized void leave(Exchange exchange) {
        if (exchange.removeProperty(WAITS) != null) {
            waiting--;
        }
    }

    /** Returns why the worker receives nothing more; empty while it receives. Once no object waits, one message shows whether it has passed. */
    public String whyHeld() {
        if (!refused || waiting == 0) {
            return "";
        }
        synchronized (this) {
            return lasting && refused ? state() : "";
        }
    }

    /**
     * Checks that the table takes records.
     *
     * @throws RecordsException where it has refused them for half a minute, or refuses them for a reason that can't pass
     */
    public synchronized void check() throws RecordsException {
        if (refused && (lasting || since.plus(PATIENCE).isBefore(Instant.now()))) {
            throw new RecordsException(state());
        }
    }
}
