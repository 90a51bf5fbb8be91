package dev.caravan.component.s3;

import dev.caravan.component.s3.WriteChecksums.Form;
import dev.caravan.component.wire.Answer;
import dev.caravan.job.Printable;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.DigestException;
import dev.caravan.store.Etag;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.SendAgainException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/** Sends an object or part with a checksum and compares the answer with what was sent. */
record CheckedWrite(S3Wire wire, WriteChecksums checksums) {

    /**
     * The store's answer to a write.
     *
     * @param etag without quotes; empty if the answer has none
     * @param checksum base64 CRC32C that the store confirmed; empty if none
     * @param md5 of the sent bytes, in hexadecimal; empty if not computed
     */
    record Stored(Answer answer, String etag, String checksum, String md5) {}

    /** Sends content with a known hexadecimal MD5, which the store verifies before it stores anything. */
    Stored announced(S3Request request, ObjectContent content, String md5) {
        request.headers().add("content-md5", base64(md5));
        Answer answer = wire.sendForHead(request.body(new ContentBody(content, false)));
        String etag = etag(answer);
        // Not every store looks at the header.
        if (differs(answer, etag, md5)) {
            throw mismatch(request, answer, etag, "bytes that should have the MD5 " + md5, "");
        }
        return new Stored(answer, etag, "", "");
    }

    /**
     * Sends content with the checksum that the source keeps. The store verifies it before storing, keeps and confirms
     * it.
     *
     * @param md5 in hexadecimal; null if unknown
     */
    Stored kept(S3Request request, ObjectContent content, String md5, ContentChecksum checksum) {
        String header = TrailerBody.header(checksum.kind());
        request.headers().add(header, checksum.value());
        announce(request, checksum.kind());
        // If the store doesn't confirm the checksum, its ETag may show that it has the content.
        boolean computing = !checksums.kept.isConfirmed() && checksums.computesMd5();
        Stored stored;
        try {
            stored = md5 == null ? uncompared(request, content, computing) : announced(request, content, md5);
        } catch (StoreException e) {
            if (checksums.kept.refused(e)) {
                throw again(e.getMessage(), e.status(), e.code(), e);
            }
            throw e;
        }
        if (stored.answer().header(header).equals(checksum.value())) {
            checksums.kept.confirm();
            return stored;
        }
        checksums.kept.unconfirmed();
        if (md5 != null) {
            return stored;
        }
        compare(request, stored);
        if (stored.md5().isEmpty() || !stored.etag().equalsIgnoreCase(stored.md5())) {
            throw again(
                    wire.what(request) + ": the store does not confirm the checksum that the source keeps",
                    stored.answer().status(),
                    WriteChecksums.NOT_CONFIRMED,
                    null);
        }
        return stored;
    }

    static SendAgainException again(String message, int status, String code, Throwable cause) {
        return new SendAgainException(message + " (the next attempt goes without)", status, code, cause);
    }

    /**
     * Sends content with an unknown MD5 in the form that the store accepts.
     *
     * @param storedSize asks the store for its size in bytes; called only if the answer leaves a doubt
     * @param kind the CRC for a trailer
     * @throws SendAgainException if the store accepts only another form
     */
    Stored send(S3Request request, ObjectContent content, LongSupplier storedSize, Kind kind) {
        checksums.requireUsable(() -> wire.what(request));
        Form form = checksums.form();
        try {
            return switch (form) {
                case TRAILER -> withTrailer(request, content, storedSize, kind);
                case PLAIN -> compare(request, uncompared(request, content, checksums.computesMd5()));
                case ANNOUNCED -> held(request, content);
            };
        } catch (StoreException e) {
            if (checksums.refused(form, e)) {
                // The stream is spent.
                throw new SendAgainException(
                        e.getMessage() + " (the next attempt has another form)", e.status(), e.code(), e);
            }
            throw e;
        }
    }

    private Stored withTrailer(S3Request request, ObjectContent content, LongSupplier storedSize, Kind kind) {
        // Until the store has confirmed a trailer, the ETag may show whether it kept the content.
        TrailerBody body = new TrailerBody(content, checksums::mayLackConfirmation, kind);
        request.headers().append("content-encoding", "aws-chunked");
        request.headers().add("x-amz-decoded-content-length", Long.toString(body.length()));
        request.headers().add("x-amz-trailer", TrailerBody.header(kind));
        announce(request, kind);
        Answer answer =
                wire.sendForHead(request.payloadHash(TrailerBody.PAYLOAD_HASH).body(body));
        String etag = etag(answer);
        String md5 = body.md5Hex();
        String sent = body.checksum();
        String confirmed = answer.header(TrailerBody.header(kind));
        if (confirmed.equals(sent)) {
            checksums.confirm();
            return new Stored(answer, etag, sent, md5);
        }
        String what = wire.what(request);
        if (!confirmed.isEmpty()) {
            throw new TransientException(
                    what + ": bytes with the " + kind + " " + sent + " were sent, but the store has "
                            + Printable.of(confirmed),
                    answer.status(),
                    "ChecksumMismatch");
        }
        checksums.unconfirmed(what);
        if (!md5.isEmpty() && ObjectHeaders.etagIsMd5(answer, etag)) {
            if (etag.equalsIgnoreCase(md5)) {
                checksums.matched();
                return new Stored(answer, etag, "", md5);
            }
            // Content that the store kept with its framing is longer.
            if (hasSize(storedSize, body.length()) && checksums.acceptsOtherEtag()) {
                return new Stored(answer, etag, "", md5);
            }
        }
        throw again(
                what + ": the store does not confirm the CRC32C", answer.status(), WriteChecksums.NOT_CONFIRMED, null);
    }

    /** Names the kind of checksum in a further header: without it, Ceph 19 and later ignore the checksum of an object. */
    private static void announce(S3Request request, Kind kind) {
        request.headers().add("x-amz-sdk-checksum-algorithm", kind.name());
    }

    private static boolean hasSize(LongSupplier storedSize, long expected) {
        try {
            return storedSize.getAsLong() == expected;
        } catch (StoreException e) {
            return false;
        }
    }

    private Stored uncompared(S3Request request, ObjectContent content, boolean computing) {
        ContentBody body = new ContentBody(content, computing);
        Answer answer = wire.sendForHead(request.body(body));
        return new Stored(answer, etag(answer), "", body.md5Hex());
    }

    private Stored held(S3Request request, ObjectContent content) {
        try (HeldContent held = HeldContent.of(content, wire.what(request))) {
            request.headers().add("content-md5", base64(held.md5()));
            Answer answer = wire.sendForHead(request.body(new ContentBody(held.content(), false)));
            return compare(request, new Stored(answer, etag(answer), "", held.md5()));
        }
    }

    /** Compares the ETag with the MD5 of the sent bytes, if both are MD5s. */
    private Stored compare(S3Request request, Stored stored) {
        String md5 = stored.md5();
        if (!md5.isEmpty()) {
            if (stored.etag().equalsIgnoreCase(md5)) {
                checksums.matched();
            } else if (differs(stored.answer(), stored.etag(), md5) && !checksums.acceptsOtherEtag()) {
                throw mismatch(request, stored.answer(), stored.etag(), "bytes with the MD5 " + md5, md5);
            }
        }
        return stored;
    }

    private boolean differs(Answer answer, String etag, String md5) {
        return checksums.comparesMd5() && ObjectHeaders.etagIsMd5(answer, etag) && !etag.equalsIgnoreCase(md5);
    }

    private DigestException mismatch(S3Request request, Answer answer, String etag, String bytes, String md5) {
        return new DigestException(
                wire.what(request) + ": " + bytes + " were sent, but the store answered the ETag " + Printable.of(etag)
                        + " (where ETags are no MD5s use --checksum none)",
                answer.status(),
                "ETagMismatch",
                md5);
    }

    private static String etag(Answer answer) {
        return Etag.unquoted(answer.header("ETag"));
    }

    private static String base64(String hex) {
        try {
            return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new InvalidException("not an MD5 in hexadecimal: " + Printable.of(hex), 0, "InvalidDigest", e);
        }
    }
}
