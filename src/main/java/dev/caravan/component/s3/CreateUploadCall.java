package dev.caravan.component.s3;

import dev.caravan.component.s3.WriteChecksums.Form;
import dev.caravan.component.wire.AnswerXml;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StoreException;

/** CreateMultipartUpload; metadata goes out as it does with a PUT, byte for byte. */
final class CreateUploadCall {

    private final S3Wire wire;
    private final WriteHeaders writeHeaders;
    private final WriteChecksums checksums;

    CreateUploadCall(S3Wire wire, WriteHeaders writeHeaders, WriteChecksums checksums) {
        this.wire = wire;
        this.writeHeaders = writeHeaders;
        this.checksums = checksums;
    }

    String create(String key, ObjectMetadata metadata) {
        boolean announced = checksums.form() == Form.TRAILER;
        try {
            return create(key, metadata, announced);
        } catch (StoreException e) {
            if (announced && checksums.refused(Form.TRAILER, e)) {
                return create(key, metadata, false);
            }
            throw e;
        }
    }

    private String create(String key, ObjectMetadata metadata, boolean withChecksum) {
        S3Request create = S3Request.object("POST", "CREATE UPLOAD of", key).parameter("uploads", "");
        writeHeaders.add(create.headers(), metadata);
        if (withChecksum) {
            create.headers().add("x-amz-checksum-algorithm", "CRC32C");
        }
        // Services name the document in different ways, but the upload ID is in all of them.
        String id = AnswerXml.texts(wire.what(create), wire.sendForBody(create), "UploadId")
                .getOrDefault("UploadId", "");
        if (id.isEmpty()) {
            throw S3Errors.nonsense(wire.what(create), "it has no upload ID");
        }
        return id;
    }
}
