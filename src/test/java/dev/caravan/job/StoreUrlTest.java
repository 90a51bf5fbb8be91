package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreUrlTest {

    private static final String ACCESS_POINT = "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/mine";

    @ParameterizedTest
    @CsvSource({
        "s3://b, S3, b, ''",
        "s3://b/, S3, b, ''",
        "s3://b/logs, S3, b, logs/",
        "s3://b/logs/, S3, b, logs/",
        "s3://b//, S3, b, /",
        "s3://b//x, S3, b, /x/",
        "s3://My_old.Bucket/a%20b+c?d#e, S3, My_old.Bucket, a%20b+c?d#e/",
        "s3://b/../ä, S3, b, ../ä/",
        "oss://b/x, OSS, b, x/",
        "cos://b-125/x, COS, b-125, x/",
        "kodo://b, KODO, b, ''",
    })
    void takesEverythingBehindTheBucketByteForByteAsAFolder(String url, StoreType type, String bucket, String folder) {
        StoreUrl parsed = StoreUrl.parse(url);
        assertThat(parsed.type()).isEqualTo(type);
        assertThat(parsed.bucket()).isEqualTo(bucket);
        assertThat(parsed.folder()).isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "/, ''", "/a/b, a/b/"})
    void takesAnAccessPointForABucket(String behind, String folder) {
        StoreUrl parsed = StoreUrl.parse("s3://" + ACCESS_POINT + behind);
        assertThat(parsed.bucket()).isEqualTo(ACCESS_POINT);
        assertThat(parsed.folder()).isEqualTo(folder);
        assertThat(StoreUrl.region(parsed.bucket())).isEqualTo("cn-north-1");
    }

    @ParameterizedTest
    @CsvSource({
        "bucket/x, is not a URL such as s3://bucket/prefix",
        "/tmp, is not a URL such as",
        "S3://b/x, 'S3:// is not the URL of a store; s3://, oss://, cos:// and kodo:// are: write s3://b/x'",
        "s3a://b/x, ': write s3://b/x'",
        "gs://b/x, ': write s3://b/x with the endpoint https://storage.googleapis.com'",
        "az://b, Azure Blob Storage has no S3 protocol",
        "https://b.s3.eu-west-1.amazonaws.com/x/y, ': write s3://b/x/y'",
        "https://b.c.s3.amazonaws.com, ': write s3://b.c'",
        "https://s3.eu-west-1.amazonaws.com/b/x, ': write s3://b/x'",
        "https://s3-us-west-2.amazonaws.com/b, ': write s3://b'",
        "http://minio:9000/b, the address of a service is an endpoint",
        "file:///tmp, files and folders of this machine are not copied",
        "./x, files and folders of this machine are not copied",
        "ftp://x, ftp:// is not the URL of a store",
        "s3://, the bucket is missing",
        "s3:///x, the bucket is missing",
        "s3://a b/x, a b is not a bucket's name",
        "s3://../x, .. is not a bucket's name",
        "s3://user:secret@host/x, is not a bucket's name",
        "s3://arn:aws:sns:eu-west-1:123456789012:topic, is not an access point",
    })
    void saysWhatIsWrong(String url, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUrl.parse(url))
                .withMessageContaining(message);
    }

    @Test
    void hidesNoControlCharacterInAMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUrl.parse("s3://a\nb\u001b[2J"))
                .withMessageStartingWith("a\\nb\\u001b[2J is not");
    }
}
