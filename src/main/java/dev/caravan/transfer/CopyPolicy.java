package dev.caravan.transfer;

import dev.caravan.job.Job;
import dev.caravan.job.ServerSideCopy;
import dev.caravan.store.CopySource;
import dev.caravan.store.Failures;
import dev.caravan.store.StorageTraits;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether and how the destination's service copies objects. After several refusals in a row it pauses; single
 * refusals between copies have no effect.
 */
public final class CopyPolicy {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    /**
     * The largest object copied in one request. CopyObject allows 5 GiB, but a silent service must finish before the 50
     * s timeout: this needs 21 MiB/s. Larger objects are copied in parallel parts.
     */
    private static final long WHOLE_UP_TO = 1L << 30;

    /** The part size, which is large because no byte passes this process; the plan increases it above 10,000 parts. */
    private static final long PART_SIZE = 256L << 20;

    private static final int REFUSALS = 10;
    private static final long PAUSE_NANOS = Duration.ofMinutes(10).toNanos();

    private final boolean wanted;
    private final boolean mandatory;
    private final String sourceBucket;
    private final boolean requesterPays;
    private final boolean keepsTraits;
    private final long wholeUpTo;
    private final long partSize;
    private final LongSupplier nanoTime;
    private int refusedInARow;
    private long pausedAt;

    /**
     * @param wanted whether to use the service
     * @param mandatory whether a refusal fails instead of streaming
     * @param keepsTraits whether a copy keeps the source's storage properties, which are then read first
     * @param wholeUpTo largest object copied in one request, in bytes, up to 5 GiB
     * @param partSize minimum part size in bytes, 5 MiB to 5 GiB
     */
    public CopyPolicy(
            boolean wanted,
            boolean mandatory,
            String sourceBucket,
            boolean requesterPays,
            boolean keepsTraits,
            long wholeUpTo,
            long partSize,
            LongSupplier nanoTime) {
        this.wanted = wanted;
        this.mandatory = mandatory;
        this.sourceBucket = sourceBucket;
        this.requesterPays = requesterPays;
        this.keepsTraits = keepsTraits;
        this.wholeUpTo = wholeUpTo;
        this.partSize = partSize;
        this.nanoTime = nanoTime;
    }

    /** Returns a job's policy. Tests set its sizes by {@code caravan.copy.whole} and {@code caravan.copy.part}. */
    public static CopyPolicy of(Job job, Map<String, String> systemProperties) {
        return new CopyPolicy(
                job.copiedByService(),
                job.serverSideCopy() == ServerSideCopy.ALWAYS,
                job.source().bucket(),
                job.source().requesterPays(),
                job.fidelity().keepsTraits(),
                size(systemProperties, "caravan.copy.whole", WHOLE_UP_TO),
                size(systemProperties, "caravan.copy.part", PART_SIZE),
                System::nanoTime);
    }

    private static long size(Map<String, String> systemProperties, String name, long byDefault) {
        return Long.parseLong(systemProperties.getOrDefault(name, Long.toString(byDefault)));
    }

    /** Returns whether to use the service next. After a pause it is tried again; a refusal starts another pause. */
    public synchronized boolean isOn() {
        return wanted && (mandatory || refusedInARow < REFUSALS || nanoTime.getAsLong() - pausedAt >= PAUSE_NANOS);
    }

    /** Returns whether the service may copy objects of this size. An empty one may be a redirect, which a copy loses. */
    boolean suits(long size) {
        return mandatory || size > 0;
    }

    public boolean isMandatory() {
        return mandatory;
    }

    public boolean isWhole(long size) {
        return size <= wholeUpTo;
    }

    public long partSize() {
        return partSize;
    }

    /** Names an object of the source for a copy with these storage properties. */
    CopySource source(String key, String etag, StorageTraits traits) {
        return new CopySource(sourceBucket, key, etag, requesterPays, traits);
    }

    public boolean keepsTraits() {
        return keepsTraits;
    }

    public synchronized void succeeded() {
        refusedInARow = 0;
    }

    public synchronized void refused(Throwable why) {
        refusedInARow++;
        if (refusedInARow >= REFUSALS) {
            pausedAt = nanoTime.getAsLong();
        }
        if (refusedInARow == REFUSALS) {
            LOG.info(
                    "the service refused to copy {} objects in a row; bytes are streamed, and the next try is in {}"
                            + " minutes; the last one: {}",
                    REFUSALS,
                    Duration.ofNanos(PAUSE_NANOS).toMinutes(),
                    Failures.line(why));
        } else {
            LOG.debug("not copied by the service: {}", Failures.line(why));
        }
    }
}
