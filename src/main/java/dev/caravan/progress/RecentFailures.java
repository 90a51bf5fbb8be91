package dev.caravan.progress;

import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Printable;
import dev.caravan.store.Failures;
import dev.caravan.store.StoreException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.spi.LoggingEventBuilder;

/** The last objects that failed for good, and how many have failed of each kind. Costs nothing while nothing fails. */
public final class RecentFailures {

    /** So many are kept. */
    public static final int MOST = 100;

    /** What failed for no reason that an exception told, such as an upload that its watcher gave up. */
    private static final String GIVEN_UP = "GivenUp";

    private final Deque<Entry> latest = new ArrayDeque<>(MOST);
    private final Map<String, Long> kinds = new TreeMap<>();

    /**
     * One object that failed. All texts are safe to show: escaped, bounded, without secrets.
     *
     * @param time when that was known
     * @param key the destination's, or the source's where it has none there; empty where no object could be made out
     * @param kind the class of the failure in the words of the records, such as {@code Denied}
     * @param code the store's own error code, such as {@code AccessDenied}; empty where there was none
     * @param requestId by which the store's operators find the request; empty where it isn't known
     * @param attempts how often it was tried, by whomever; 0 where that isn't known
     * @param message what was tried and what the store said, in one line
     */
    public record Entry(
            Instant time, String key, String kind, String code, String requestId, int attempts, String message) {

        /**
         * Now.
         *
         * @param key as it is
         * @param failure null where no exception told why
         * @param error what the record says where no exception does
         */
        public static Entry of(String key, int attempts, Throwable failure, String error) {
            String all = failure == null ? error : String.valueOf(failure.getMessage());
            return new Entry(
                    Instant.now(),
                    Printable.of(key),
                    failure == null ? GIVEN_UP : Failures.kind(failure),
                    failure instanceof StoreException store ? Printable.of(store.code()) : "",
                    failure instanceof StoreException ? Printable.of(StoreErrors.requestId(all)) : "",
                    attempts,
                    Printable.of(all));
        }

        /** The line that tells of it, with what a program may want to find it by. */
        public LoggingEventBuilder fieldsOf(LoggingEventBuilder line) {
            return line.addKeyValue("key", key)
                    .addKeyValue("class", kind)
                    .addKeyValue("code", code)
                    .addKeyValue("requestId", requestId)
                    .addKeyValue("attempts", attempts);
        }
    }

    synchronized void add(Entry failure) {
        if (latest.size() == MOST) {
            latest.removeFirst();
        }
        latest.addLast(failure);
        kinds.merge(failure.kind(), 1L, Long::sum);
    }

    /** The last ones, the latest first. */
    public synchronized List<Entry> latest(int most) {
        List<Entry> entries = new ArrayList<>(latest);
        Collections.reverse(entries);
        return entries.subList(0, Math.min(most, entries.size()));
    }

    /** How many have failed of each kind, of all that failed. */
    public synchronized Map<String, Long> byKind() {
        return new TreeMap<>(kinds);
    }
}
