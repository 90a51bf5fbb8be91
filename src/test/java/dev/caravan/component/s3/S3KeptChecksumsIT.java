package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.Bucket;
import dev.caravan.local.ChecksumAlgorithm;
import dev.caravan.local.Content;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the checksums that S3 keeps for a whole object. */
class S3KeptChecksumsIT {

    private final LocalS3 server = LocalS3.start().credential("AKID", "secret");
    private final S3Configuration configuration = new S3Configuration();
    private Bucket bucket;

    @BeforeEach
    void createBucket() {
        bucket = server.createBucket("bucket");
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setPathStyle(true);
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey("secret");
        configuration.setReadChecksums(true);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ContentChecksum headed() {
        try (S3Store store = new S3Store("bucket", configuration)) {
            return store.head("a").checksum();
        }
    }

    private ContentChecksum got(ByteRange range) {
        try (S3Store store = new S3Store("bucket", configuration);
                ObjectContent content = store.get(new GetRequest("a", range, ""))) {
            return content.info().checksum();
        }
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void thatOfTheFullObjectIsReported(ChecksumAlgorithm algorithm) {
        ContentChecksum kept = new ContentChecksum(
                Kind.valueOf(algorithm.name()),
                bucket.put(bucket.put("a", Content.synthetic(1, 1000)).withChecksum(algorithm, false))
                        .checksum()
                        .value());
        assertThat(headed()).isEqualTo(kept);
        assertThat(got(null)).isEqualTo(kept);
    }

    @Test
    void thatOfPartsChecksumsIsNone() {
        bucket.put(bucket.put("a", Content.synthetic(1, 1000)).withChecksum(ChecksumAlgorithm.CRC32C, true));
        assertThat(headed()).isNull();
        assertThat(got(null)).isNull();
    }

    @Test
    void itIsNotAskedForWithARangeNorWhereNobodyWantsIt() {
        bucket.put(bucket.put("a", Content.synthetic(1, 1000)).withChecksum(ChecksumAlgorithm.CRC64NVME, false));
        assertThat(got(new ByteRange(0, 10))).isNull();
        configuration.setReadChecksums(false);
        assertThat(headed()).isNull();
        assertThat(got(null)).isNull();
        assertThat(server.requests().log(Operation.GET)).allMatch(get -> get.header("x-amz-checksum-mode") == null);
    }
}
