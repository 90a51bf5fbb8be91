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
 * The records that the table refuses. Their objects wait and are logged together: at the first refusal and once a
 * minute. While the table refuses permanently, the worker receives nothing.
 */
public final class RecordRefusals {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** The property that marks an exchange whose record waits. */
    private static final String WAITS = "CaravanRecordWaits";

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** The time of throttling until the worker counts as not ready. */
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

    /** Counts a failed write of an exchange's record. */
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
                + (waiting == 1 ? " object waits" : " objects wait")
                + (lasting ? ", no more messages are received" : "")
                + ": " + words;
    }

    /** Removes an exchange whose record is written. */
    void written(Exchange exchange) {
        if (!refused && waiting == 0) {
            return;
        }
        boolean again;
        synchronized (this) {
            givenUp(exchange);
            refused = false;
            again = waiting == 0 && told;
            told = told && !again;
        }
        if (again) {
            LOG.info("records are written again");
        }
    }

    /** Removes an exchange whose record is no longer tried. */
    synchronized void givenUp(Exchange exchange) {
        if (exchange.removeProperty(WAITS) != null) {
            waiting--;
        }
    }

    /** Stops logging after the worker's end, when waiting messages go back to the queue. */
    public synchronized void end() {
        ended = true;
    }

    /** Returns why the worker receives nothing; else empty. Once no object waits, one message tests the table. */
    public String whyHeld() {
        if (!refused || waiting == 0) {
            return "";
        }
        synchronized (this) {
            return lasting && refused ? state() : "";
        }
    }

    /** Fails if the table has refused records for half a minute, or refuses them for good. */
    public synchronized void check() throws RecordsException {
        if (refused && (lasting || since.plus(PATIENCE).isBefore(Instant.now()))) {
            throw new RecordsException(state());
        }
    }
}
