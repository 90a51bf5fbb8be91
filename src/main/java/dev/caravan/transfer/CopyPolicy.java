package dev.caravan.transfer;

import dev.caravan.job.Job;
import dev.caravan.job.ServerSideCopy;
import dev.caravan.store.Failures;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the destination's service is asked to copy, and how. Where it refuses one object after the other, it isn't asked
 * for a while; a refusal here and there, with copies between, changes nothing.
 */
public final class CopyPolicy {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /**
     * Objects up to here are copied whole. One request may copy 5 GiB (Amazon S3, CopyObject), but a service that is silent
     * while it copies must be done before the answer is given up for lost, after 50 s: this takes 21 MiB/s. Above, parts
     * are copied side by side.
     */
    private static final long WHOLE_UP_TO = 1L << 30;

    /** No byte of a part passes here, so that parts can be large; the plan makes them larger where 10,000 wouldn't do. */
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
     * A policy for copies that are stored as is usual at the destination.
     *
     * @param wanted whether the service is asked at all
     * @param mandatory whether what it refuses fails, instead of being streamed
     * @param sourceBucket where objects are copied from
     * @param requesterPays whether reading there is paid for by who asks
     * @param wholeUpTo the largest object in bytes that is copied by one request, to 5 GiB
     * @param partSize the least size in bytes of a part of a larger one, 5 MiB to 5 GiB
     * @param nanoTime a clock such as {@link System#nanoTime()}
     */
    public CopyPolicy(
            boolean wanted,
            boolean mandatory,
            String sourceBucket,
            boolean requesterPays,
            long wholeUpTo,
            long partSize,
            LongSupplier nanoTime) {
        this(wanted, mandatory, sourceBucket, requesterPays, false, wholeUpTo, partSize, nanoTime);
    }

    private CopyPolicy(
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

    /**
     * What a job wants.
     *
     * @param systemProperties of which {@code caravan.copy.whole} and {@code caravan.copy.part} say the two sizes otherwise, for
     *     tests
     */
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

    /** Returns whether to ask the service for the next object. It is asked again after a pause; one more refusal begins another pause. */
    public synchronized boolean isOn() {
        return wanted && (mandatory || refusedInARow < REFUSALS || nanoTime.getAsLong() - pausedAt >= PAUSE_NANOS);
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

    public String sourceBucket() {
        return sourceBucket;
    }

    public boolean requesterPays() {
        return requesterPays;
    }

    /** Returns whether a copy is stored as its source is: the source is asked for that before the object is copied. */
    public boolean keepsTraits() {
        return keepsTraits;
    }

    public synchronized void succeeded() {
        refusedInARow = 0;
    }

    /** One object was refused. */
    public synchronized void refused(Throwable why) {
        refusedInARow++;
        if (refusedInARow >= REFUSALS) {
            pausedAt = nanoTime.getAsLong();
        }
        if (refusedInARow == REFUSALS) {
            LOG.info(
                    "the service refused to copy {} objects in a row; bytes are streamed, and it is asked again in {}"
                            + " minutes; the last one: {}",
                    REFUSALS,
                    Duration.ofNanos(PAUSE_NANOS).toMinutes(),
                    Failures.line(why));
        } else {
            LOG.debug("not copied by the service: {}", Failures.line(why));
        }
    }
}
