package dev.caravan.aws;

import dev.caravan.job.Credentials;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An access key that is kept in AWS Secrets Manager: read before anything begins, then on a schedule, and when a store refuses
 * it. A read that fails leaves the key as it was.
 */
public final class SecretCredentials implements CredentialsSource, AutoCloseable {

    /** How often the secret is read though nobody refused it. */
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    /** Refusals within so long after a read that refusals asked for don't ask for another: some are about an object, not about the key. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SecretCredentials.class);

    private final SecretReader reader;
    private final String side;
    private final long pauseNanos;
    private final ScheduledExecutorService schedule;
    private volatile Credentials current;

    // These belong to whoever holds the lock on this.
    private boolean asked;
    private long askedAt;
    private boolean failing;

    /**
     * Reads the secret for the first time, and begins to read it again on a schedule.
     *
     * @param plane whose client of Secrets Manager is used; it outlives this
     * @param name the secret's name or ARN
     * @param side what log lines call the side that it opens, for example {@code source}
     * @throws SecretException where it can't be read or doesn't hold an access key
     */
    public SecretCredentials(ControlPlane plane, String name, String side) throws SecretException {
        this(plane, name, side, INTERVAL, PAUSE);
    }

    /**
     * @param interval between reads, more than 0
     * @param pause between reads that refusals ask for
     */
    SecretCredentials(ControlPlane plane, String name, String side, Duration interval, Duration pause)
            throws SecretException {
        this.side = side;
        reader = new SecretReader(plane::secrets, name);
        pauseNanos = pause.toNanos();
        current = reader.read();
        schedule = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("credentials-" + side));
        long nanos = interval.toNanos();
        Future<?> unused = schedule.scheduleWithFixedDelay(this::readOnSchedule, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public Credentials current() {
        return current;
    }

    @Override
    public boolean renewed(Credentials refused) {
        if (!current.equals(refused)) {
            return true;
        }
        synchronized (this) {
            // Whoever held the lock before may just have read it. A scheduled read may be older than the refusal: it
            // doesn't count.
            if (current.equals(refused) && (!asked || System.nanoTime() - askedAt >= pauseNanos)) {
                read();
                asked = true;
                askedAt = System.nanoTime();
            }
            return !current.equals(refused);
        }
    }

    private synchronized void readOnSchedule() {
        read();
    }

    private void read() {
        try {
            Credentials found = reader.read();
            if (!found.equals(current)) {
                LOG.info("the credentials of the {} were changed in Secrets Manager: going on with the new ones", side);
                current = found;
            }
            failing = false;
        } catch (SecretException e) {
            told(e.getMessage());
        }
    }

    private void told(String why) {
        if (!failing && !schedule.isShutdown()) {
            failing = true;
            LOG.warn("the credentials of the {} stay as they were: {}", side, why);
        }
    }

    /** Ends the schedule; the credentials stay. */
    @Override
    public void close() {
        schedule.shutdown();
    }
}
