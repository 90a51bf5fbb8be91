package dev.caravan.local;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A server of a read-only provider with one bucket, for tests that apply to all such providers.
 *
 * @param type the value of {@code SOURCE_TYPE}
 * @param url of the bucket
 * @param revoke removes an access key
 */
public record LocalSource(
        String type,
        String url,
        String region,
        Bucket bucket,
        URI endpoint,
        Faults faults,
        Requests requests,
        Accept accept,
        Consumer<String> revoke,
        Runnable stop)
        implements AutoCloseable {

    /** The schemes of the providers. */
    public static final List<String> SCHEMES = List.of("oss", "cos", "kodo");

    /** Adds an access key. */
    public interface Accept {
        void key(String accessKey, String secretKey);
    }

    /** Starts the server of a provider, without an access key. */
    public static LocalSource start(String scheme) {
        return switch (scheme) {
            case "oss" -> oss(LocalOss.start());
            case "cos" -> cos(LocalCos.start());
            case "kodo" -> kodo(LocalKodo.start());
            default -> throw new IllegalArgumentException(scheme);
        };
    }

    private static LocalSource oss(LocalOss oss) {
        Bucket bucket = oss.createBucket("from");
        return new LocalSource(
                "Aliyun_OSS",
                "oss://from",
                oss.region(),
                bucket,
                oss.endpoint(),
                oss.faults(),
                oss.requests(),
                oss::credential,
                oss::revoke,
                oss::close);
    }

    /** Returns a source in COS, whose listings may show an earlier state; see {@link LocalCos}. */
    public static LocalSource cos(LocalCos cos) {
        Bucket bucket = cos.createBucket("from-1250000000");
        return new LocalSource(
                "Tencent_COS",
                "cos://from-1250000000",
                "ap-guangzhou",
                bucket,
                cos.endpoint(),
                cos.faults(),
                cos.requests(),
                cos::credential,
                cos::revoke,
                cos::close);
    }

    private static LocalSource kodo(LocalKodo kodo) {
        Bucket bucket = kodo.createBucket("from");
        return new LocalSource(
                "Qiniu_Kodo",
                "kodo://from",
                "z0",
                bucket,
                kodo.endpoint(),
                kodo.faults(),
                kodo.requests(),
                kodo::credential,
                kodo::revoke,
                kodo::close);
    }

    /** Returns the environment of a fleet that reads the bucket with this key. */
    public Map<String, String> environment(String accessKey, String secretKey) {
        return Map.of(
                "SOURCE_TYPE", type,
                "SRC_BUCKET", bucket.name(),
                "SRC_ENDPOINT", endpoint.toString(),
                "SRC_REGION", region,
                "SOURCE_ACCESS_KEY_ID", accessKey,
                "SOURCE_SECRET_ACCESS_KEY", secretKey);
    }

    @Override
    public void close() {
        stop.run();
    }
}
