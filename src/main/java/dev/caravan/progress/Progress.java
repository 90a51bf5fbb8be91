package dev.caravan.progress;

import dev.caravan.store.Outage;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** Counts what a run has found and done. Many threads write; reports read. */
public final class Progress {

    private final long startNanos = System.nanoTime();
    private final Seen sourceListed = new Seen();
    private final Seen destinationListed = new Seen();
    private final LongAdder same = new LongAdder();
    private final LongAdder extra = new LongAdder();
    private final LongAdder found = new LongAdder();
    private final LongAdder foundBytes = new LongAdder();
    private final LongAdder copied = new LongAdder();
    private final LongAdder copiedBytes = new LongAdder();
    private final LongAdder movedBytes = new LongAdder();
    private final LongAdder underWayBytes = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder gone = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder unverified = new LongAdder();
    private final LongAdder leftOut = new LongAdder();
    private final LongAdder settled = new LongAdder();
    private final LongAdder untold = new LongAdder();
    private final LongAdder excluded = new LongAdder();
    private final RecentFailures failures = new RecentFailures();
    private final PassingFailures passing = new PassingFailures();
    private final Outage outage = new Outage(this::copied);
    private volatile boolean allFound;
    private volatile Expected expected = Expected.UNKNOWN;

    /** A count that may be reduced and counted again; it keeps its highest value meanwhile. */
    private static final class Seen {

        private final LongAdder now = new LongAdder();
        private final LongAccumulator most = new LongAccumulator(Math::max, 0);

        void add(long objects) {
            now.add(objects);
        }

        long sum() {
            most.accumulate(now.sum());
            return most.get();
        }
    }

    /** The work that a comparison counted before; -1 without one. */
    private record Expected(long objects, long bytes) {
        static final Expected UNKNOWN = new Expected(-1, -1);
    }

    /** Sets the work that a comparison counted before the run. */
    public void expect(long objects, long bytes) {
        expected = new Expected(objects, bytes);
    }

    public void listed(long source, long destination) {
        sourceListed.add(source);
        destinationListed.add(destination);
    }

    /** Counts objects of the source that the options exclude. */
    public void excluded(long objects) {
        excluded.add(objects);
    }

    public void same() {
        same.increment();
    }

    public void extra() {
        extra.increment();
    }

    public void found(long bytes) {
        found.increment();
        foundBytes.add(bytes);
    }

    public void foundAll() {
        allFound = true;
    }

    /** Counts bytes sent to the destination, including retries, for the rate. */
    public void moved(long bytes) {
        movedBytes.add(bytes);
    }

    /** Counts bytes sent for an object that has no outcome yet. */
    public void underWay(long bytes) {
        underWayBytes.add(bytes);
    }

    public void copied(long bytes, int attempts) {
        copied.increment();
        copiedBytes.add(bytes);
        retried.add(attempts - 1L);
    }

    /** Returns how many objects are copied. */
    public long copied() {
        return copied.sum();
    }

    /** Counts a copied object that should have been verified but for which the source keeps no checksum. */
    public void unverified() {
        unverified.increment();
    }

    /** Counts a copied object that lacks some of its metadata. */
    public void leftOut() {
        leftOut.increment();
    }

    public void deleted() {
        deleted.increment();
    }

    public void cancelled() {
        cancelled.increment();
    }

    /** Counts an object that the routes skipped. */
    public void skipped() {
        skipped.increment();
    }

    /** Counts an object that no longer exists at the source, also as cancelled. */
    public void gone() {
        gone.increment();
    }

    /** Returns how many objects are missing at the source. */
    public MissingObjects missing() {
        return new MissingObjects(gone.sum(), copied.sum() + failed.sum(), same.sum());
    }

    /** Counts a message that an extension point couldn't take. */
    public void untold() {
        untold.increment();
    }

    /**
     * Counts a message whose outcome is known, once, even if it is copied and then fails.
     *
     * @param sent its bytes that {@link #underWay} counted
     */
    public void settle(long sent) {
        settled.increment();
        underWayBytes.add(-sent);
    }

    /** Returns how many messages have an outcome. */
    public long settled() {
        return settled.sum();
    }

    /** Counts an object that failed for good. */
    public void failed(RecentFailures.Entry failure) {
        failed.increment();
        failures.add(failure);
    }

    /** Counts and logs an object that failed for good. */
    public void failed(RecentFailures.Entry failure, Logger log, String line) {
        failed(failure);
        failures.log(failure, log, line);
    }

    public RecentFailures failures() {
        return failures;
    }

    public PassingFailures passing() {
        return passing;
    }

    public Outage outage() {
        return outage;
    }

    public Snapshot now() {
        // Read before the listed ones: what is found was listed first.
        long foundNow = found.sum();
        long sameNow = same.sum();
        Expected before = expected;
        return new Snapshot(
                System.nanoTime() - startNanos,
                allFound,
                sourceListed.sum(),
                destinationListed.sum(),
                sameNow,
                extra.sum(),
                foundNow,
                foundBytes.sum(),
                before.objects(),
                before.bytes(),
                copied.sum(),
                copiedBytes.sum(),
                movedBytes.sum(),
                underWayBytes.sum(),
                deleted.sum(),
                cancelled.sum(),
                skipped.sum(),
                failed.sum(),
                retried.sum(),
                unverified.sum(),
                leftOut.sum(),
                untold.sum(),
                excluded.sum());
    }

    /**
     * A run's numbers at one moment.
     *
     * @param nanos since the run began
     * @param allFound whether the comparison has ended, so that found numbers are final
     * @param sourceListed objects listed at the source
     * @param destinationListed objects listed at the destination
     * @param same objects that were already copied
     * @param extra objects at the destination only
     * @param found objects to copy
     * @param foundBytes their size
     * @param expected objects to copy, as counted before the run; -1 if not counted
     * @param expectedBytes their size; -1 if unknown
     * @param copied objects copied
     * @param copiedBytes their size
     * @param movedBytes bytes sent, including retries
     * @param underWayBytes bytes sent for objects without an outcome, including retries
     * @param deleted objects deleted at the destination
     * @param cancelled objects that no longer needed a copy
     * @param skipped objects that the routes skipped
     * @param failed objects that failed
     * @param retried attempts beyond the first of copied objects
     * @param unverified copied objects to verify for which the source keeps no checksum
     * @param leftOut copied objects that lack some metadata
     * @param untold messages that an extension point couldn't take
     * @param excluded objects of the source that the options exclude
     */
    public record Snapshot(
            long nanos,
            boolean allFound,
            long sourceListed,
            long destinationListed,
            long same,
            long extra,
            long found,
            long foundBytes,
            long expected,
            long expectedBytes,
            long copied,
            long copiedBytes,
            long movedBytes,
            long underWayBytes,
            long deleted,
            long cancelled,
            long skipped,
            long failed,
            long retried,
            long unverified,
            long leftOut,
            long untold,
            long excluded) {

        /** The bytes of a large object that take about as long as a small object. */
        private static final double OBJECT_BYTES = 256 * 1024;

        public static final Snapshot NOTHING =
                new Snapshot(0, false, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Returns how many copies and deletions a finder sent to the queue. */
        public long sent() {
            return copied + deleted;
        }

        public boolean totalKnown() {
            return allFound || expected >= 0;
        }

        /** Returns the known number of objects to copy. */
        public long total() {
            return allFound ? found : Math.max(expected, found);
        }

        /** Returns the known bytes to copy. */
        public long totalBytes() {
            return allFound ? foundBytes : Math.max(expectedBytes, foundBytes);
        }

        /** Returns the bytes that are copied or sent for objects under way, at most {@link #totalBytes}. */
        public long doneBytes() {
            return Math.min(totalBytes(), copiedBytes + underWayBytes);
        }

        /** Returns how many objects to copy have an outcome. */
        public long settled() {
            return copied + cancelled + skipped + failed;
        }

        /** Returns the finished share of the work, 0 to 1. Requires a known total. */
        public double share() {
            return total() == 0 ? 1 : Math.min(1, work(settled(), doneBytes()) / work(total(), totalBytes()));
        }

        /** Returns the work of objects and their bytes, in small objects. */
        public static double work(long objects, long bytes) {
            return objects + bytes / OBJECT_BYTES;
        }

        /** Returns the longer of the remaining times of bytes and objects at the rates since then; 0 without progress. */
        public double secondsLeft(Snapshot before) {
            double seconds = Math.max(1, nanos - before.nanos()) / 1e9;
            double objectRate = (settled() - before.settled()) / seconds;
            double byteRate = (movedBytes - before.movedBytes()) / seconds;
            double objects = objectRate > 0 ? (total() - settled()) / objectRate : 0;
            double bytes = byteRate > 0 ? (totalBytes() - doneBytes()) / byteRate : 0;
            return Math.max(objects, bytes);
        }
    }
}
