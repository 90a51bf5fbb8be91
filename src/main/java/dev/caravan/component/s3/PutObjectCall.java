package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import dev.caravan.job.ChecksumMode;
import dev.caravan.job.Printable;
import dev.caravan.store.DigestException;
import dev.caravan.store.Etag;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.PutRequest;
import java.util.Base64;
import java.util.HexFormat;

/** PutObject: the whole object in one request. */
final class PutObjectCall {

    private final S3Wire wire;
    private final WriteHeaders writeHeaders;
    private final boolean verifying;

    PutObjectCall(S3Wire wire, WriteHeaders writeHeaders, ChecksumMode mode) {
        this.wire = wire;
        this.writeHeaders = writeHeaders;
        this.verifying = mode != ChecksumMode.NONE;
    }

    String put(PutRequest request, ObjectContent content) {
        S3Request put = S3Request.object("PUT", "PUT", request.key());
        String md5 = request.md5();
        boolean announcing = md5 != null && request.announced();
        if (announcing) {
            put.headers().add("content-md5", base64(md5));
        }
        writeHeaders.add(put.headers(), request.metadata());
        boolean computing = !announcing && (verifying || md5 != null);
        ContentBody body = new ContentBody(content, computing);
        Answer answer = wire.sendForHead(put.body(body));
        String etag = Etag.unquoted(answer.header("ETag"));
        if (computing) {
            String sent = body.md5Hex();
            checkEtag(wire.what(put), answer, etag, sent);
            if (md5 != null && !md5.equalsIgnoreCase(sent)) {
                throw new DigestException(
                        wire.what(put) + ": bytes with the MD5 " + sent + " were read, but they should have "
                                + Printable.of(md5),
                        answer.status(),
                        "SourceMismatch",
                        sent);
            }
        }
        return etag;
    }

    /** Holds what was sent against what the store says that it holds, where the ETag tells. */
    static void checkEtag(String what, Answer answer, String etag, String md5) {
        if (ObjectHeaders.etagIsMd5(answer, etag) && !etag.equalsIgnoreCase(md5)) {
            throw new DigestException(
                    what + ": bytes with the MD5 " + md5 + " were sent, but the store answered the ETag "
                            + Printable.of(etag),
                    answer.status(),
                    "ETagMismatch",
                    md5);
        }
    }

    private static String base64(String hex) {
        try {
            return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new InvalidException("not an MD5 in hexadecimal: " + Printable.of(hex), 0, "InvalidDigest", e);
        }
    }
}
