package dev.caravan.progress;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What a run has seen and done so far. Written by many threads, read by whoever tells people. */
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
    private final RecentFailures failures = new RecentFailures();
    private final PassingFailures passing = new PassingFailures();
    private volatile boolean allFound;
    private volatile Expected expected = Expected.UNKNOWN;

    /**
     * A count of which some is taken back and counted again later: it stays at its highest meanwhile. All of that was seen.
     */
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

    /** What there is to do, as a comparison has counted it before; -1 where none has. */
    private record Expected(long objects, long bytes) {
        static final Expected UNKNOWN = new Expected(-1, -1);
    }

    /** A comparison has counted before the run how much there is to be copied. */
    public void expect(long objects, long bytes) {
        expected = new Expected(objects, bytes);
    }

    public void listed(long source, long destination) {
        sourceListed.add(source);
        destinationListed.add(destination);
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

    /** Bytes that left for the destination, retried ones too: for the rate. */
    public void moved(long bytes) {
        movedBytes.add(bytes);
    }

    public void copied(long bytes, int attempts) {
        copied.increment();
        copiedBytes.add(bytes);
        retried.add(attempts - 1L);
    }

    /** Returns whether an object was copied. */
    public boolean anyCopied() {
        return copied.sum() > 0;
    }

    /** An object was copied of which the source keeps nothing that it could be held against, though it was to be. */
    public void unverified() {
        unverified.increment();
    }

    /** An object that was copied lacks some of its metadata. */
    public void leftOut() {
        leftOut.increment();
    }

    public void deleted() {
        deleted.increment();
    }

    public void cancelled() {
        cancelled.increment();
    }

    /** The routes left an object out on purpose. */
    public void skipped() {
        skipped.increment();
    }

    /** An object was to be read that the source doesn't have any more. It counts as cancelled as well. */
    public void gone() {
        gone.increment();
    }

    /** How many of the objects that were to be read are missing at the source, against those that were there. */
    public MissingObjects missing() {
        return new MissingObjects(gone.sum(), copied.sum() + failed.sum(), same.sum());
    }

    /** Counts a message that an extension point couldn't take. */
    public void untold() {
        untold.increment();
    }

    /** The fate of one message is known, whatever it is. Counts a message once, though it may be copied and then fail. */
    public void settle() {
        settled.increment();
    }

    /** Returns how many messages have a fate. */
    public long settled() {
        return settled.sum();
    }

    /** An object has failed for good. */
    public void failed(RecentFailures.Entry failure) {
        failed.increment();
        failures.add(failure);
    }

    /** What has failed, as far as it is kept. */
    public RecentFailures failures() {
        return failures;
    }

    /** Returns what has failed and is tried again. */
    public PassingFailures passing() {
        return passing;
    }

    /** The numbers as they stand now. */
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
                deleted.sum(),
                cancelled.sum(),
                skipped.sum(),
                failed.sum(),
                retried.sum(),
                unverified.sum(),
                leftOut.sum(),
                untold.sum());
    }

    /**
     * A run's numbers at one moment.
     *
     * @param nanos since the run began
     * @param allFound whether the comparison has ended, so that the numbers found are final
     * @param sourceListed objects listed at the source
     * @param destinationListed objects listed at the destination
     * @param same objects that were there already
     * @param extra objects at the destination only
     * @param found objects to be copied
     * @param foundBytes their size
     * @param expected objects to be copied, as they were counted before the run; -1 where they weren't
     * @param expectedBytes their size; -1 where it isn't known
     * @param copied objects copied
     * @param copiedBytes their size
     * @param movedBytes bytes sent, retried ones too
     * @param deleted objects deleted at the destination
     * @param cancelled objects that needed nothing any more
     * @param skipped objects that the routes left out on purpose
     * @param failed objects that failed
     * @param retried attempts beyond the first of objects that were copied
     * @param unverified objects copied that were to be held against what the source keeps of them, which is nothing
     * @param leftOut objects of those that were copied that lack some of their metadata
     * @param untold messages that an extension point couldn't take
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
            long deleted,
            long cancelled,
            long skipped,
            long failed,
            long retried,
            long unverified,
            long leftOut,
            long untold) {

        /** Before anything. */
        public static final Snapshot NOTHING =
                new Snapshot(0, false, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Of a finder: what the queue has taken, to be copied or deleted. */
        public long sent() {
            return copied + deleted;
        }

        /** Whether it is known how much there is to do. */
        public boolean totalKnown() {
            return allFound || expected >= 0;
        }

        /** Objects to be copied, as far as they are known. */
        public long total() {
            return allFound ? found : Math.max(expected, found);
        }

        /** The bytes of these. */
        public long totalBytes() {
            return allFound ? foundBytes : Math.max(expectedBytes, foundBytes);
        }

        /** Objects to be copied whose fate is known. */
        public long settled() {
            return copied + cancelled + skipped + failed;
        }
    }
}
