package dev.caravan.progress;

import dev.caravan.job.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failed attempts that are retried, by kind. Logs the first failure of a kind at once and the others at most once a
 * minute, with a count. Costs nothing without failures.
 */
public final class PassingFailures {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_KINDS = 50;
    private static final int LONGEST_KIND = 40;
    private static final int MOST_KEYS = 10_000;
    private static final String OTHER = "Other";

    private final LongSupplier nanoTime;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    /**
     * One kind of failure. All texts are escaped and have no secrets.
     *
     * @param kind failure class as in records, such as {@code Throttled}
     * @param count failed attempts
     * @param time of the last one
     * @param key of the last one
     * @param message the last attempt and the store's error, without the kind
     * @param seconds from the last one to its next attempt; 0 for none
     */
    public record Kind(String kind, long count, Instant time, String key, String message, long seconds) {}

    private static final class Tally {
        private final Set<String> untold = new HashSet<>();
        private long count;
        private boolean told;
        private long toldAt;
        private Kind last;
        private String why = "";
    }

    PassingFailures() {
        this(System::nanoTime);
    }

    PassingFailures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts a failed attempt that is retried after some seconds; {@code why} begins with its kind and a colon. */
    public void add(String key, String why, long seconds) {
        String line = note(key, why, seconds);
        if (line != null) {
            LOG.info(line);
        }
    }

    /** Returns the line to log; null if this kind had one in the last minute. */
    synchronized String note(String key, String why, long seconds) {
        int colon = why.indexOf(':');
        boolean named = colon > 0 && colon <= LONGEST_KIND;
        String kind = named ? Printable.of(why.substring(0, colon)) : OTHER;
        if (!tallies.containsKey(kind) && tallies.size() >= MOST_KINDS) {
            kind = OTHER;
            named = false;
        }
        String message = Printable.of(named ? why.substring(colon + 1).strip() : why);
        Tally tally = tallies.computeIfAbsent(kind, any -> new Tally());
        tally.count++;
        tally.last = new Kind(kind, tally.count, Instant.now(), Printable.of(key), message, seconds);
        tally.why = Printable.of(why);
        if (tally.untold.size() < MOST_KEYS) {
            tally.untold.add(key);
        }
        return line(tally);
    }

    /** Logs each kind's remaining failures when its minute is over. */
    public void tell() {
        List<String> lines = new ArrayList<>();
        synchronized (this) {
            tallies.values().stream().map(this::line).forEach(lines::add);
        }
        lines.stream().filter(line -> line != null).forEach(LOG::info);
    }

    private String line(Tally tally) {
        long now = nanoTime.getAsLong();
        if (tally.untold.isEmpty() || (tally.told && now - tally.toldAt < INTERVAL_NANOS)) {
            return null;
        }
        int objects = tally.untold.size();
        tally.untold.clear();
        tally.told = true;
        tally.toldAt = now;
        Kind last = tally.last;
        String when = last.seconds == 0 ? " now" : " in " + last.seconds + " s";
        return objects == 1
                ? "will be tried again" + when + ": \"" + last.key + "\": " + tally.why
                : (objects == MOST_KEYS ? "at least " : "") + Quantities.count(objects)
                        + " objects will be tried again, the last \"" + last.key + "\"" + when + ": " + tally.why;
    }

    public synchronized List<Kind> kinds() {
        return tallies.values().stream()
                .map(tally -> tally.last)
                .sorted(Comparator.comparing(Kind::time).reversed())
                .toList();
    }
}
