package dev.caravan.component.s3;

import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** CreateMultipartUpload; here and not in the SDK so that metadata goes out as it does with a PUT, byte for byte. */
final class CreateUploadCall {

    private static final String OPEN = "<UploadId>";
    private static final String CLOSE = "</UploadId>";
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final S3Wire wire;
    private final WriteHeaders writeHeaders;
    private final PartChecksums checksums;

    CreateUploadCall(S3Wire wire, WriteHeaders writeHeaders, PartChecksums checksums) {
        this.wire = wire;
        this.writeHeaders = writeHeaders;
        this.checksums = checksums;
    }

    String create(String key, ObjectMetadata metadata) {
        boolean announced = checksums.withTrailer();
        try {
            return create(key, metadata, announced);
        } catch (StoreException e) {
            if (announced && checksums.refusedBy(e)) {
                return create(key, metadata, false);
            }
            throw e;
        }
    }

    private String create(String key, ObjectMetadata metadata, boolean withChecksum) {
        S3Request create = S3Request.object("POST", "CREATE UPLOAD of", key).query("uploads=");
        writeHeaders.add(create.headers(), metadata);
        if (withChecksum) {
            create.headers().add("x-amz-checksum-algorithm", "CRC32C");
        }
        S3Answer answer = wire.send(create);
        try {
            byte[] body = answer.body().readNBytes(LONGEST_ANSWER);
            if (body.length < LONGEST_ANSWER) {
                answer.finish();
            }
            return uploadId(wire.what(create), body);
        } catch (IOException e) {
            throw wire.errors().io(wire.what(create), e);
        } finally {
            answer.abandon();
        }
    }

    /**
     * Finds the ID without an XML parser: the answer repeats the key, and a key with control characters makes it a document
     * that no parser of XML 1.0 accepts. A key can't forge the element, since its {@code <} is escaped.
     */
    private static String uploadId(String what, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        int from = text.indexOf(OPEN);
        int to = from < 0 ? -1 : text.indexOf(CLOSE, from);
        String id = to < 0 ? "" : text.substring(from + OPEN.length(), to).strip();
        if (id.isEmpty()) {
            throw S3Errors.nonsense(what, "it has no upload ID");
        }
        return id.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
