package dev.caravan.store;

import dev.caravan.job.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials that expire or change. They are fetched before they expire and when a store refuses them, by one thread
 * while others use those still valid. A failure meanwhile is logged and retried later.
 */
public final class RenewedCredentials implements CredentialsSource {

    /** The time before its end at which a session is renewed; short ones earlier. */
    private static final Duration BEFORE_END = Duration.ofMinutes(5);

    /** The interval of fetching a key without a known end. */
    private static final Duration WITHOUT_END = Duration.ofMinutes(5);

    /** The pause after failed attempts, and between refusals, which may be about an object rather than the key. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RenewedCredentials.class);

    private final String side;
    private final Supplier<Session> fetch;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Held held;

    // Guarded by the lock.
    private Instant refusedAt = Instant.MIN;
    private Instant failedAt = Instant.MIN;
    private StoreException failure;

    /** @param renew time of renewal, in epoch milliseconds */
    private record Held(Session session, long renew) {

        boolean ended(long now) {
            return session.end() != null && now >= session.end().toEpochMilli();
        }
    }

    /**
     * Fetches the first session.
     *
     * @param side its name in log lines, for example {@code source}
     * @param fetch throws StoreException on failure
     */
    public RenewedCredentials(String side, Supplier<Session> fetch) {
        this(side, fetch, InstantSource.system());
    }

    RenewedCredentials(String side, Supplier<Session> fetch, InstantSource clock) {
        this.side = side;
        this.fetch = fetch;
        this.clock = clock;
        this.held = fetched();
    }

    /** @throws StoreException if the last session has expired without a new one */
    @Override
    public Credentials current() {
        Held now = held;
        return clock.millis() < now.renew() ? now.session().credentials() : renewedBeforeEnd(now);
    }

    public Session session() {
        return held.session();
    }

    private Credentials renewedBeforeEnd(Held known) {
        boolean ended = known.ended(clock.millis());
        if (ended) {
            lock.lock();
        } else if (!lock.tryLock()) {
            return known.session().credentials();
        }
        try {
            Held now = held;
            if (clock.millis() >= now.renew()) {
                renew(now.ended(clock.millis()));
            }
            return held.session().credentials();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean renewed(Credentials refused) {
        if (!held.session().credentials().equals(refused)) {
            return true;
        }
        lock.lock();
        try {
            if (held.session().credentials().equals(refused) && isOver(refusedAt)) {
                renew(false);
                refusedAt = clock.instant();
            }
            return !held.session().credentials().equals(refused);
        } finally {
            lock.unlock();
        }
    }

    /** @param needed whether there are no other valid credentials */
    private void renew(boolean needed) {
        if (failure != null && !isOver(failedAt)) {
            if (needed) {
                throw failure;
            }
            return;
        }
        try {
            Held before = held;
            held = fetched();
            failure = null;
            // A session is renewed every hour, but a changed key is worth a line.
            if (held.session().end() == null && !held.session().equals(before.session())) {
                LOG.info("the credentials of the {} were changed: going on with the new ones", side);
            }
        } catch (StoreException e) {
            if (failure == null && !needed) {
                LOG.warn("the credentials of the {} stay as they were: {}", side, e.getMessage());
            }
            failure = e;
            failedAt = clock.instant();
            if (needed) {
                throw e;
            }
        }
    }

    private boolean isOver(Instant time) {
        return time.equals(Instant.MIN) || !clock.instant().isBefore(time.plus(PAUSE));
    }

    private Held fetched() {
        Session session = fetch.get();
        Instant now = clock.instant();
        if (session.end() == null) {
            return new Held(session, now.plus(WITHOUT_END).toEpochMilli());
        }
        if (!session.end().isAfter(now)) {
            throw DeniedException.ofCaller(
                    "the new credentials of the " + side + " expired at " + session.end()
                            + " already; is the clock of this machine right?",
                    0,
                    "ExpiredToken");
        }
        Duration quarter = Duration.between(now, session.end()).dividedBy(4);
        Duration before = quarter.compareTo(BEFORE_END) < 0 ? quarter : BEFORE_END;
        return new Held(session, session.end().minus(before).toEpochMilli());
    }
}
