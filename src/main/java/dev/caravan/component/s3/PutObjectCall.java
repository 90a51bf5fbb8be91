package dev.caravan.component.s3;

import dev.caravan.job.ChecksumMode;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.Printable;
import dev.caravan.store.PutRequest;
import dev.caravan.store.TransientException;
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
        if (md5 != null) {
            put.headers().add("content-md5", base64(md5));
        }
        writeHeaders.add(put.headers(), request.metadata());
        boolean computing = md5 == null && verifying;
        ContentBody body = new ContentBody(content, computing);
        S3Answer answer = wire.sendForHead(put.body(body));
        String etag = ObjectHeaders.unquoted(answer.header("ETag"));
        if (computing) {
            checkEtag(wire.what(put), answer, etag, body.md5Hex());
        }
        return etag;
    }

    /** Holds what was sent against what the store says that it holds, where the ETag tells. */
    static void checkEtag(String what, S3Answer answer, String etag, String md5) {
        if (ObjectHeaders.etagIsMd5(answer, etag) && !etag.equalsIgnoreCase(md5)) {
            throw new TransientException(
                    what + ": bytes with the MD5 " + md5 + " were sent, but the store answered the ETag "
                            + Printable.of(etag),
                    answer.status(),
                    "ETagMismatch",
                    null);
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
