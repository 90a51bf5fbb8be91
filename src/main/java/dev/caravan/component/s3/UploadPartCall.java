package dev.caravan.component.s3;

import dev.caravan.component.s3.CheckedWrite.Stored;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.PartRequest;
import dev.caravan.store.UploadedPart;

/** UploadPart. */
final class UploadPartCall {

    private final S3Wire wire;
    private final WriteChecksums checksums;
    private final CheckedWrite write;
    private final FinishUploadCalls uploads;

    UploadPartCall(S3Wire wire, WriteChecksums checksums, CheckedWrite write, FinishUploadCalls uploads) {
        this.wire = wire;
        this.checksums = checksums;
        this.write = write;
        this.uploads = uploads;
    }

    UploadedPart upload(PartRequest request, ObjectContent content) {
        S3Request part = S3Request.object("PUT", "UPLOAD PART " + request.partNumber() + " of", request.key());
        part.parameter("partNumber", request.partNumber()).parameter("uploadId", request.uploadId());
        Stored stored;
        try {
            stored = write.send(
                    part,
                    content,
                    false,
                    () -> uploads.partSize(request.key(), request.uploadId(), request.partNumber()));
        } catch (InvalidException e) {
            throw checksums.withoutChecksums(e);
        }
        if (stored.etag().isEmpty()) {
            // Without it the upload could never be completed, which had better be known now.
            throw S3Errors.nonsense(wire.what(part), "it has no ETag");
        }
        return new UploadedPart(request.partNumber(), stored.etag(), content.length(), stored.checksum());
    }
}
