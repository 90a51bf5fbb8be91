package dev.caravan.component.s3;

import dev.caravan.job.ChecksumMode;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.SendAgainException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses how to send and verify content with an unknown MD5. It learns from the store's answers, once for all writes:
 * an unsuitable form is never used again.
 */
final class WriteChecksums {

    private static final Logger LOG = LoggerFactory.getLogger(WriteChecksums.class);

    // The answers of servers that don't support trailers: Ceph before 18, Swift, CloudServer, Qumulo, older gateways.
    private static final Set<String> REFUSALS = Set.of(
            "BadRequest",
            "NotImplemented",
            "XAmzContentSHA256Mismatch",
            "InvalidRequest",
            "InvalidArgument",
            "AuthorizationHeaderMalformed",
            "InvalidDigest",
            "MalformedTrailerError",
            "MissingContentLength",
            "UnsupportedOperation");

    /** The code of a failure: the store accepted content without confirming its checksum. */
    static final String NOT_CONFIRMED = "ChecksumNotConfirmed";

    private static final String UNCONFIRMED = ": the store does not confirm the CRC32C";

    private static final String KEPT = ": the store keeps aws-chunked as the content's encoding";

    private static final String FRAMING_KEPT = "FramingKept";

    /** The number of failed trailers that count as a refusal. */
    private static final int MOST_FAILED = 3;

    /** The checksums that S3 verifies and keeps. */
    private static final Set<Kind> OF_S3 = EnumSet.of(Kind.CRC64NVME, Kind.CRC32C, Kind.CRC32, Kind.SHA256, Kind.SHA1);

    /** The checksums of whole objects that S3 combines from those of parts. */
    private static final Set<Kind> OF_PARTS = EnumSet.of(Kind.CRC64NVME, Kind.CRC32C, Kind.CRC32);

    /** The forms of content in the order of preference. */
    enum Form {
        /** In chunks, followed by a CRC32C that the store verifies and confirms. */
        TRAILER,
        /** Plain; the MD5 is computed while sending and compared with the ETag. */
        PLAIN,
        /** Plain, with Content-MD5; the content is held until its MD5 is known. */
        ANNOUNCED
    }

    /** The source's checksums of contents that one request writes. */
    final Kept kept = new Kept("does not confirm the checksums that the source keeps: copies don't keep them");

    /** The source's checksums of uploads. */
    final Kept whole =
            new Kept("does not confirm full-object checksums of uploads: copies in parts don't keep the source's");

    private final String store;
    private final ChecksumMode mode;
    private final boolean amazon;
    private final AtomicReference<Form> form;
    private final AtomicInteger otherEtags = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean confirmed;
    private volatile boolean silent;
    private volatile boolean matched;
    private volatile boolean etagsAreNoMd5s;
    private volatile boolean dropsFraming;

    /** Why a job that allows trailers only can't write here; empty if it may. */
    private volatile String unusable = "";

    /** @param amazon whether it is Amazon S3 itself, which is known to confirm trailers and to drop their framing */
    WriteChecksums(String store, S3Configuration own, boolean amazon) {
        this.store = store;
        this.mode = own.getChecksum() == null ? ChecksumMode.AUTO : own.getChecksum();
        this.amazon = amazon;
        this.dropsFraming = amazon;
        // Where a second write can't correct the first one, an unknown store gets the form that any store understands.
        boolean once = own.isImmutable() || own.isFinalWrites();
        boolean trailers = mode.isFlexible() ? amazon || !once : mode == ChecksumMode.CRC32C;
        this.form = new AtomicReference<>(trailers ? Form.TRAILER : Form.PLAIN);
    }

    Form form() {
        return form.get();
    }

    /**
     * Checks that the store can take the content, before anything is sent.
     *
     * @throws InvalidException if an earlier answer shows that it can't, and the job allows no other form
     */
    void requireUsable(Supplier<String> what) {
        if (!unusable.isEmpty()) {
            throw noOtherForm(what.get() + unusable, 0, "NoTrailers", null);
        }
    }

    /** Returns whether MD5-like ETags are compared with the sent bytes. */
    boolean comparesMd5() {
        return mode != ChecksumMode.NONE;
    }

    /** Returns whether an MD5 is computed for comparison with the ETag. */
    boolean computesMd5() {
        return mode != ChecksumMode.NONE && !etagsAreNoMd5s;
    }

    /** Records that an ETag was the MD5 of the sent bytes, so this store's ETags are MD5s. */
    void matched() {
        if (!matched) {
            matched = true;
        }
    }

    /**
     * Records content of the right size with a different MD5-like ETag. If the store confirms no checksum either, and
     * does so twice before any ETag matched, its ETags aren't MD5s and only sizes can be verified.
     *
     * @return whether the content counts as stored; otherwise it must be sent again
     */
    boolean acceptsOtherEtag() {
        if (!silent || matched || otherEtags.incrementAndGet() < 2) {
            return false;
        }
        if (!etagsAreNoMd5s) {
            etagsAreNoMd5s = true;
            LOG.warn(
                    "{} confirms no checksums, and its ETags are no MD5s: objects without an MD5, and parts, are verified by their size"
                            + " only",
                    store);
        }
        return true;
    }

    /** Returns the source's checksum to send with a content; null for none. */
    ContentChecksum kept(ObjectContent content) {
        ContentChecksum checksum = mode == ChecksumMode.KEEP && !kept.refused ? content.checksum() : null;
        return checksum == null || !OF_S3.contains(checksum.kind()) ? null : checksum;
    }

    /** Returns whether uploads may get the source's checksums. */
    boolean keepsWhole() {
        return mode == ChecksumMode.KEEP;
    }

    /** Returns the kind of a source's checksum that an upload gets as its full-object checksum; null for none. */
    Kind whole(ContentChecksum checksum) {
        return keepsWhole()
                        && !whole.refused
                        && form.get() == Form.TRAILER
                        && checksum != null
                        && OF_PARTS.contains(checksum.kind())
                ? checksum.kind()
                : null;
    }

    private static boolean isRefusal(StoreException e) {
        return e.status() == 501 || (e.status() >= 400 && e.status() < 500 && REFUSALS.contains(e.code()));
    }

    /**
     * Returns whether a failure may hide the store's refusal: if the store refuses a content before it has read it and
     * closes the connection, a proxy answers 502, passes on the status without the document, or closes the connection
     * too. A store that misreads the frames misses content, or finds it damaged. Such failures may also pass, so only
     * several count.
     */
    private boolean mayHideRefusal(StoreException e) {
        if (e.code().isEmpty() && (e.status() == 400 || e.status() == 502)) {
            return true;
        }
        boolean passing = e instanceof TransientException
                && (e.status() == 400 || (e.status() == 0 && e.code().isEmpty()));
        return passing && failed.incrementAndGet() >= MOST_FAILED;
    }

    /**
     * Returns whether a denial may mean the form: a store that doesn't know a trailer's payload hash computes another
     * signature (Google Cloud Storage, R2, SeaweedFS before 3.85). If it denies the write itself, it denies any form.
     */
    private static boolean mayDenyForm(StoreException e) {
        return e instanceof DeniedException denied
                && (!denied.ofCaller() || e.code().equals("SignatureDoesNotMatch"));
    }

    /** Returns whether the store may not confirm trailers: no answer has, and it isn't Amazon S3. */
    boolean mayLackConfirmation() {
        return !confirmed && !amazon;
    }

    void confirm() {
        if (!confirmed) {
            confirmed = true;
        }
    }

    /**
     * Records a trailer that the store accepted without confirming it: it may have stored the chunk framing as content.
     * No more trailers are sent.
     *
     * @throws InvalidException if the job allows no other form
     */
    void unconfirmed(String what) {
        if (mode == ChecksumMode.CRC32C) {
            unusable = confirmed ? "" : UNCONFIRMED;
            throw noOtherForm(what + UNCONFIRMED, 200, NOT_CONFIRMED, null);
        }
        silent = true;
        if (form.compareAndSet(Form.TRAILER, Form.PLAIN)) {
            LOG.info("{} does not confirm checksum trailers: content is verified by its MD5 instead", store);
        }
    }

    /** Returns whether the store is known not to keep {@code aws-chunked} as an encoding of the content. */
    boolean dropsFraming() {
        return dropsFraming;
    }

    void framingDropped() {
        dropsFraming = true;
    }

    /**
     * Records that the store keeps {@code aws-chunked} as an encoding of an object's content, as Ceph 18 does. No more
     * trailers are sent.
     *
     * @param removed whether the object no longer has the encoding
     * @throws SendAgainException if the object must be sent again
     * @throws InvalidException if the job allows no other form
     */
    void framingKept(String what, boolean removed) {
        if (mode == ChecksumMode.CRC32C) {
            unusable = KEPT;
            throw noOtherForm(what + KEPT, 200, FRAMING_KEPT, null);
        }
        if (form.compareAndSet(Form.TRAILER, Form.PLAIN)) {
            LOG.info("{} keeps the encoding of checksum trailers: content is verified by its MD5 instead", store);
        }
        if (!removed) {
            throw CheckedWrite.again(what + KEPT, 200, FRAMING_KEPT, null);
        }
    }

    private static InvalidException noOtherForm(String message, int status, String code, Throwable cause) {
        return new InvalidException(message + "; use --checksum auto or md5", status, code, cause);
    }

    /**
     * Returns whether a refusal of the form {@code used} means that the content must be sent again in the new form.
     *
     * @throws InvalidException if the store refuses checksums and the job allows no other form
     */
    boolean refused(Form used, StoreException e) {
        if (mode == ChecksumMode.CRC32C && mayLackConfirmation()) {
            if (isRefusal(e)) {
                throw noOtherForm(e.getMessage(), e.status(), e.code(), e);
            }
            if (used == Form.TRAILER && e instanceof DeniedException denied && mayDenyForm(e)) {
                throw denied.with("; if the store doesn't support checksum trailers, use --checksum auto or md5");
            }
        }
        Form next = next(used, e);
        if (next == null) {
            return false;
        }
        Form before = form.getAndAccumulate(next, (now, later) -> now.compareTo(later) < 0 ? later : now);
        if (before.compareTo(next) < 0) {
            String instead = next == Form.PLAIN ? "its MD5" : "a Content-MD5 header";
            Object why = !e.code().isEmpty() ? e.code() : e.status() == 0 ? "no answer" : e.status();
            LOG.info("{} refuses content in this form ({}): it is sent with {} instead", store, why, instead);
        }
        return true;
    }

    private Form next(Form used, StoreException e) {
        boolean refusal = isRefusal(e);
        return switch (used) {
            case TRAILER -> {
                boolean hidden = mayLackConfirmation() && (mayDenyForm(e) || mayHideRefusal(e));
                if (!mode.isFlexible() || confirmed || !(refusal || hidden || wantsMd5(e))) {
                    yield null;
                }
                yield wantsMd5(e) ? Form.ANNOUNCED : Form.PLAIN;
            }
            case PLAIN -> wantsMd5(e) ? Form.ANNOUNCED : null;
            case ANNOUNCED -> null;
        };
    }

    /**
     * Returns whether the store demands an MD5: buckets with Object Lock do, and some stores know no other checksum.
     */
    private static boolean wantsMd5(StoreException e) {
        return e instanceof InvalidException
                && e.status() == 400
                && (e.code().equalsIgnoreCase("MissingContentMD5")
                        || String.valueOf(e.getMessage())
                                .toLowerCase(Locale.ROOT)
                                .contains("content-md5"));
    }

    /**
     * Translates a refusal of an upload without checksums: it may have been created with them before the store refused
     * trailers, and must then be created again.
     */
    StoreException withoutChecksums(StoreException e) {
        if (!mode.isFlexible() || form.get() == Form.TRAILER || e.status() != 400 || !(e instanceof InvalidException)) {
            return e;
        }
        return new TransientException(
                e.getMessage() + " (if the upload was created with checksums: create it again)",
                e.status(),
                e.code(),
                e);
    }

    /**
     * The store's support for one kind of checksums of the source, as its answers show it. Once the store ignores them,
     * none are sent.
     */
    final class Kept {

        private final String warning;
        private volatile boolean confirmed;
        private volatile boolean refused;

        Kept(String warning) {
            this.warning = warning;
        }

        boolean isConfirmed() {
            return confirmed;
        }

        void confirm() {
            if (!confirmed) {
                confirmed = true;
            }
        }

        /** Records that the store accepted a checksum without confirming it. */
        void unconfirmed() {
            if (!refused) {
                refused = true;
                LOG.warn("{} {}", store, warning);
            }
        }

        /** Returns whether a refusal means that the content or upload must be sent again without the checksum. */
        boolean refused(StoreException e) {
            boolean unknown = !confirmed && isRefusal(e);
            if (unknown) {
                unconfirmed();
            }
            return unknown;
        }
    }
}
