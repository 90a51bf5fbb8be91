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
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** The last objects that failed for good, and counts by kind. Costs nothing without failures. */
public final class RecentFailures {

    public static final int MOST = 100;

    /** The kind of failures without an exception, such as an upload that its state machine gave up. */
    private static final String GIVEN_UP = "GivenUp";

    private final Deque<Entry> latest = new ArrayDeque<>(MOST);
    private final Map<String, Long> kinds = new TreeMap<>();
    private final Map<String, FewLines> lines = new ConcurrentHashMap<>();

    /**
     * A failed object. All texts are escaped, bounded and have no secrets.
     *
     * @param key the destination's, or the source's if it has none there; empty if unknown
     * @param kind failure class as in records, such as {@code Denied}
     * @param code the store's error code, such as {@code AccessDenied}; empty if none
     * @param requestId the store's request ID; empty if unknown
     * @param attempts of all workers; 0 if unknown
     * @param message the attempt and the store's error, in one line
     */
    public record Entry(
            Instant time, String key, String kind, String code, String requestId, int attempts, String message) {

        /** Creates an entry for now of an unescaped key, and of the failure or, if that is null, the record's text. */
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

        /** Adds the failure's fields to a log line, for programs. */
        private LoggingEventBuilder fieldsOf(LoggingEventBuilder line) {
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

    /** Logs a failed object: ten lines of each kind a minute as warnings, the others at DEBUG. */
    void log(Entry failure, Logger log, String line) {
        lines.computeIfAbsent(failure.kind(), kind -> new FewLines()).log(log, line, failure::fieldsOf);
    }

    public synchronized List<Entry> latest(int most) {
        List<Entry> entries = new ArrayList<>(latest);
        Collections.reverse(entries);
        return entries.subList(0, Math.min(most, entries.size()));
    }

    public synchronized Map<String, Long> byKind() {
        return new TreeMap<>(kinds);
    }
}
