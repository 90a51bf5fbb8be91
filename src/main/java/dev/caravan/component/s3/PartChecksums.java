package dev.caravan.component.s3;

import dev.caravan.job.ChecksumMode;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How parts are verified, and whether the store takes checksum trailers, which is found out once. */
final class PartChecksums {

    private static final Logger LOG = LoggerFactory.getLogger(PartChecksums.class);

    // What servers answer that know nothing of trailers: Ceph before 18, Swift, older gateways.
    private static final Set<String> REFUSALS = Set.of(
            "NotImplemented",
            "XAmzContentSHA256Mismatch",
            "InvalidRequest",
            "InvalidArgument",
            "MissingContentLength",
            "UnsupportedOperation");

    private enum Trailers {
        UNKNOWN,
        TAKEN,
        REFUSED
    }

    private final String store;
    private final ChecksumMode mode;
    private final AtomicReference<Trailers> trailers = new AtomicReference<>(Trailers.UNKNOWN);

    PartChecksums(String store, ChecksumMode mode) {
        this.store = store;
        this.mode = mode;
    }

    /** Whether parts are sent with a CRC32C trailer. */
    boolean withTrailer() {
        return mode == ChecksumMode.CRC32C || (mode == ChecksumMode.AUTO && trailers.get() != Trailers.REFUSED);
    }

    /** Whether parts that are sent without a trailer are held against their ETags. */
    boolean withMd5() {
        return mode != ChecksumMode.NONE;
    }

    /**
     * What a refusal means that met a part or an upload without checksums: the upload may have been begun with them, before
     * the store turned out to refuse their trailers, and must then be begun anew.
     */
    StoreException withoutChecksums(StoreException e) {
        if (trailers.get() != Trailers.REFUSED || e.status() != 400 || !(e instanceof InvalidException)) {
            return e;
        }
        return new TransientException(
                e.getMessage() + " (if the upload was begun with checksums: begin it anew)", e.status(), e.code(), e);
    }

    /** A part with a trailer was stored. */
    void taken() {
        if (trailers.get() == Trailers.UNKNOWN) {
            trailers.compareAndSet(Trailers.UNKNOWN, Trailers.TAKEN);
        }
    }

    /** Whether a refusal means that the store takes no trailers; then none are sent from now on. */
    boolean refusedBy(StoreException e) {
        boolean refusal = e.status() == 501 || (e.status() >= 400 && e.status() < 500 && REFUSALS.contains(e.code()));
        if (!refusal || mode != ChecksumMode.AUTO || trailers.get() == Trailers.TAKEN) {
            return false;
        }
        if (trailers.compareAndSet(Trailers.UNKNOWN, Trailers.REFUSED)) {
            LOG.info("{} takes no checksum trailers ({}): parts are verified by their MD5 instead", store, e.code());
        }
        return trailers.get() == Trailers.REFUSED;
    }
}
