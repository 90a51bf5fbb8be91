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
 * Credentials that expire or change. They are fetched again before they expire, and when a store refuses them. One thread fetches them while the
 * others go on with those that are still valid. A failure while these are valid is logged, and fetching is tried again later.
 */
public final class RenewedCredentials implements CredentialsSource {

    /** A session is renewed so long before its end, or earlier in a short one. */
    private static final Duration BEFORE_END = Duration.ofMinutes(5);

    /** A key whose end is not known may change at any time. */
    private static final Duration WITHOUT_END = Duration.ofMinutes(5);

    /** The time between two attempts that fail, and between two that refusals ask for: some are about an object, not about the key. */
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

    /** @param renew the time in ms since 1970 from which on the session is renewed */
    private record Held(Session session, long renew) {

        boolean ended(long now) {
            return session.end() != null && now >= session.end().toEpochMilli();
        }
    }

    /**
     * Fetches the first session.
     *
     * @param side the name of the side in log lines, for example {@code source}
     * @param fetch throws a StoreException if it can't
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

    /** @throws StoreException if the last session has expired and there is no new one */
    @Override
    public Credentials current() {
        Held now = held;
        return clock.millis() < now.renew() ? now.session().credentials() : renewedBeforeEnd(now);
    }

    /** Returns the session as it is known now. */
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
            // A session is renewed every hour, but a key that somebody changed is worth a line.
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
                    "ExpiredToken",
                    null);
        }
        Duration quarter = Duration.between(now, session.end()).dividedBy(4);
        Duration before = quarter.compareTo(BEFORE_END) < 0 ? quarter : BEFORE_END;
        return new Held(session, session.end().minus(before).toEpochMilli());
    }
}
