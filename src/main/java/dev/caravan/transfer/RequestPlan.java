package dev.caravan.transfer;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.job.Job;
import dev.caravan.job.StoreType;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.PartPlan;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.Etag;
import dev.caravan.store.ObjectSummary;
import java.util.Map;

/**
 * Predicts the requests for one object without failures, resumed uploads or refused service copies. Excludes requests
 * for tags.
 */
public final class RequestPlan {

    private final Job job;
    private final CopyPolicy copies;
    private final long partMultiple;
    private final boolean etagsAreMd5s;

    /**
     * The requests to both sides by price class.
     *
     * @param sourceReads GET and HEAD
     * @param destinationWrites PUT, COPY and POST
     * @param destinationReads HEAD
     * @param bytes read from the source and written to the destination
     */
    public record Requests(long sourceReads, long destinationWrites, long destinationReads, long bytes) {

        public static final Requests NONE = new Requests(0, 0, 0, 0);

        public Requests and(Requests more) {
            return new Requests(
                    sourceReads + more.sourceReads,
                    destinationWrites + more.destinationWrites,
                    destinationReads + more.destinationReads,
                    bytes + more.bytes);
        }
    }

    /** @param systemProperties as {@link CopyPolicy#of} reads them */
    public RequestPlan(Job job, Map<String, String> systemProperties) {
        this.job = job;
        this.copies = CopyPolicy.of(job, systemProperties);
        // Kodo keeps a checksum of 4 MiB blocks, so parts are whole blocks.
        boolean blocks = job.source().type() == StoreType.KODO && job.verify() != VerifyMode.NONE;
        this.partMultiple = blocks ? KeptChecksum.alignment(ContentChecksum.Kind.QETAG) : 1;
        this.etagsAreMd5s =
                !job.write().sseType().equals("aws:kms") && job.fidelity().destinationKey() == null;
    }

    /**
     * Returns the GET and HEAD requests to the source that prove an object's absence before a deletion. S3 and COS
     * answer HEAD without an error code, so a GET follows. OSS sends the code in a header, and Kodo in the answer to
     * STAT.
     */
    public long readsBeforeDelete() {
        return switch (job.source().type()) {
            case S3, COS -> 2;
            case OSS, KODO -> 1;
        };
    }

    public Requests of(ObjectSummary object) {
        // If the destination's ETag won't be the source's, the source is asked again after the object.
        boolean asked = !etagsAreMd5s || object.etagIsOpaque() || !Etag.looksLikeMd5(object.etag());
        if (copies.isOn() && copies.suits(object.size()) && !object.etag().isEmpty()) {
            return copied(object.size(), asked);
        }
        if (object.size() < job.multipartThreshold()) {
            return new Requests(asked ? 2 : 1, 1, 0, object.size());
        }
        int parts = parts(object.size(), job.partSize(), partMultiple);
        return new Requests(parts + 2L, parts + 2L, 0, object.size());
    }

    private Requests copied(long size, boolean asked) {
        if (copies.isWhole(size)) {
            return asked ? new Requests(1, 1, 1, 0) : new Requests(0, 1, 0, 0);
        }
        return new Requests(3, parts(size, Math.max(job.partSize(), copies.partSize()), 1) + 2L, 1, 0);
    }

    /** Returns the number of parts; an object that is too large fails in its transfer. */
    private static int parts(long size, long leastPartSize, long multiple) {
        return size > PartPlan.MAX_SIZE
                ? 0
                : PartPlan.of(size, leastPartSize, multiple).parts();
    }
}
