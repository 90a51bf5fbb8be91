package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.job.Printable;
import dev.caravan.store.Etag;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.PartRequest;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadedPart;

/** UploadPart: with a CRC32C trailer, or plain and held against its ETag. */
final class UploadPartCall {

    private final S3Wire wire;
    private final PartChecksums checksums;

    UploadPartCall(S3Wire wire, PartChecksums checksums) {
        this.wire = wire;
        this.checksums = checksums;
    }

    UploadedPart upload(PartRequest request, ObjectContent content) {
        S3Request part = S3Request.object("PUT", "UPLOAD PART " + request.partNumber() + " of", request.key());
        StringBuilder query = new StringBuilder(128).append("partNumber=").append(request.partNumber());
        KeyEncoding.query(query.append("&uploadId="), request.uploadId());
        part.query(query.toString());
        return checksums.withTrailer()
                ? withTrailer(part, request, new TrailerBody(content))
                : plain(part, request, new ContentBody(content, checksums.withMd5()));
    }

    private UploadedPart withTrailer(S3Request part, PartRequest request, TrailerBody body) {
        part.headers().add("content-encoding", "aws-chunked");
        part.headers().add("x-amz-decoded-content-length", Long.toString(body.length()));
        part.headers().add("x-amz-trailer", TrailerBody.TRAILER);
        Answer answer;
        try {
            answer = wire.sendForHead(part.payloadHash(TrailerBody.PAYLOAD_HASH).body(body));
        } catch (StoreException e) {
            if (checksums.refusedBy(e)) {
                // The stream is spent: whoever tries again sends the part plain.
                throw new TransientException(
                        e.getMessage() + " (checksum trailers are refused; the next attempt goes without)",
                        e.status(),
                        e.code(),
                        e);
            }
            throw e;
        }
        checksums.taken();
        String checksum = body.checksum();
        String confirmed = answer.header(TrailerBody.TRAILER);
        if (!confirmed.isEmpty() && !confirmed.equals(checksum)) {
            throw new TransientException(
                    wire.what(part) + ": bytes with the CRC32C " + checksum + " were sent, but the store has "
                            + Printable.of(confirmed),
                    answer.status(),
                    "ChecksumMismatch",
                    null);
        }
        return new UploadedPart(request.partNumber(), etag(part, answer), body.length(), checksum);
    }

    /** Without it the upload could never be completed, which had better be known now. */
    private String etag(S3Request part, Answer answer) {
        String etag = Etag.unquoted(answer.header("ETag"));
        if (etag.isEmpty()) {
            throw S3Errors.nonsense(wire.what(part), "it has no ETag");
        }
        return etag;
    }

    private UploadedPart plain(S3Request part, PartRequest request, ContentBody body) {
        Answer answer;
        try {
            answer = wire.sendForHead(part.body(body));
        } catch (InvalidException e) {
            throw checksums.withoutChecksums(e);
        }
        String etag = etag(part, answer);
        if (checksums.withMd5()) {
            PutObjectCall.checkEtag(wire.what(part), answer, etag, body.md5Hex());
        }
        return new UploadedPart(request.partNumber(), etag, body.length(), "");
    }
}
