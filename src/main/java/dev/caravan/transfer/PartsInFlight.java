package dev.caravan.transfer;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.PartSum;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.PartPlan;
import dev.caravan.record.ArrivedPart;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ContentMismatchException;
import dev.caravan.store.UploadedPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The parts of one upload for the split: iterates over missing numbers and collects results. After a failure no further
 * part begins: the split reads the iterator to its end, so the end must come at once. An announced number is still
 * returned, since the split wouldn't wait for current parts after an unexpected end.
 */
public final class PartsInFlight implements Iterator<Integer> {

    private final PartPlan plan;
    private final AtomicReferenceArray<UploadedPart> uploaded;
    private final boolean strict;
    private final AtomicReferenceArray<PartSum> sums;
    private int underWay;
    private int next = 1;
    private boolean promised;
    /** The checksum of the combined parts; null if a sum is missing or none is computed. */
    private volatile KeptChecksum kept;

    private volatile Throwable failure;

    public PartsInFlight(PartPlan plan) {
        this(plan, null, VerifyMode.NONE);
    }

    /**
     * @param kept the source's checksum of the whole; null without verification
     * @param verify with {@link VerifyMode#FULL} a part needs its sum; otherwise parts without a sum count, and the
     *     whole isn't verified
     */
    public PartsInFlight(PartPlan plan, KeptChecksum kept, VerifyMode verify) {
        this.strict = verify == VerifyMode.FULL;
        this.plan = plan;
        this.kept = kept;
        this.uploaded = new AtomicReferenceArray<>(plan.parts());
        this.sums = new AtomicReferenceArray<>(kept == null ? 0 : plan.parts());
    }

    /** Returns which sums to compute of parts; null for none. */
    public Kind keptKind() {
        KeptChecksum known = kept;
        return known == null ? null : known.kind();
    }

    public PartPlan plan() {
        return plan;
    }

    /** Takes the parts of an earlier attempt. Returns false, and takes nothing, if they don't fit or lack sums. */
    public boolean resume(List<UploadedPart> parts) {
        if (kept != null && strict) {
            // To know their sums they would have to be read again, which is most of the work.
            return parts.isEmpty();
        }
        boolean fit = parts.stream().allMatch(this::isPlanned);
        if (fit) {
            parts.forEach(this::uploaded);
        }
        return fit;
    }

    private boolean isPlanned(UploadedPart part) {
        return part.partNumber() >= 1
                && part.partNumber() <= plan.parts()
                && part.length() == plan.range(part.partNumber()).length();
    }

    public void uploaded(UploadedPart part) {
        uploaded(new ArrivedPart(part, null));
    }

    public void uploaded(ArrivedPart arrived) {
        Kind kind = keptKind();
        if (!strict && !arrived.hasSum(kind)) {
            kept = null;
        } else {
            arrived.requireSum(kind);
        }
        int at = arrived.part().partNumber() - 1;
        if (kept != null) {
            sums.set(at, arrived.sum());
        }
        uploaded.set(at, arrived.part());
    }

    /** Takes a recorded part, unless it doesn't fit the plan or can't be verified. */
    public void recorded(ArrivedPart arrived) {
        if (isPlanned(arrived.part()) && (!strict || arrived.hasSum(keptKind()))) {
            uploaded(arrived);
        }
    }

    /** Throws {@link ContentMismatchException} if the source's checksum is known and the parts have another. */
    public void requireAsKept() {
        KeptChecksum known = kept;
        if (known != null) {
            known.requireOf(all(sums, "verified"));
        }
    }

    /** Forgets all parts, so that they are moved again. */
    public void forgetAll() {
        keepOnly(List.of());
    }

    /** Forgets parts that the store doesn't hold with equal length and ETag. */
    public void keepOnly(List<UploadedPart> held) {
        Map<Integer, UploadedPart> byNumber = new HashMap<>();
        held.forEach(part -> byNumber.put(part.partNumber(), part));
        for (int i = 0; i < uploaded.length(); i++) {
            UploadedPart known = uploaded.get(i);
            UploadedPart there = byNumber.get(i + 1);
            boolean same = known != null
                    && there != null
                    && known.length() == there.length()
                    && known.etag().equals(there.etag());
            // With the checksum, which only the store knows.
            uploaded.set(i, same ? there : null);
        }
    }

    /** Returns the numbers of missing parts in ascending order. */
    public List<Integer> missing() {
        return absent().boxed().toList();
    }

    private IntStream absent() {
        return IntStream.rangeClosed(1, plan.parts()).filter(number -> uploaded.get(number - 1) == null);
    }

    /** Returns how many parts the destination has. */
    public int done() {
        return plan.parts() - (int) absent().count();
    }

    /** Returns the size in bytes of the parts that the destination has. */
    public long doneBytes() {
        long bytes = 0;
        for (int i = 0; i < uploaded.length(); i++) {
            UploadedPart part = uploaded.get(i);
            bytes += part == null ? 0 : part.length();
        }
        return bytes;
    }

    public boolean isComplete() {
        return absent().findAny().isEmpty();
    }

    /** Keeps the first failure; no further part begins. */
    public synchronized void fail(Throwable cause) {
        failure = failure == null ? cause : failure;
    }

    public synchronized void begins() {
        underWay++;
    }

    /** Records the end of a part, successful or not. */
    public synchronized void ends() {
        underWay--;
        notifyAll();
    }

    /** Waits for current parts. The split usually has waited, except if its pool refused a part. */
    public synchronized void awaitEnds() {
        try {
            while (underWay > 0) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    /** Returns why no further part begins; null if none failed. An announced part must then do nothing. */
    public Throwable failure() {
        return failure;
    }

    @Override
    public boolean hasNext() {
        while (next <= plan.parts() && uploaded.get(next - 1) != null) {
            next++;
        }
        promised = next <= plan.parts() && (promised || failure == null);
        return promised;
    }

    @Override
    public Integer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        promised = false;
        return next++;
    }

    /** Returns all parts in ascending order; fails if one is missing, since the object must not be made without it. */
    public List<UploadedPart> all() {
        return all(uploaded, "uploaded");
    }

    private static <T> List<T> all(AtomicReferenceArray<T> parts, String done) {
        List<T> all = new ArrayList<>(parts.length());
        for (int i = 0; i < parts.length(); i++) {
            T part = parts.get(i);
            if (part == null) {
                throw new IllegalStateException("part " + (i + 1) + " of " + parts.length() + " was not " + done);
            }
            all.add(part);
        }
        return all;
    }
}
