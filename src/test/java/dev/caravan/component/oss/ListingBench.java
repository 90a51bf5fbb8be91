package dev.caravan.component.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import com.sun.management.OperatingSystemMXBean;
import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.component.s3.S3Configuration;
import dev.caravan.component.s3.S3Store;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import java.lang.management.ManagementFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Measures the cost of a listing for the client: {@code oss} and {@code s3} list with our stores, {@code sdk} with the
 * client of the OSS SDK. The server is {@code LocalOss} or {@code LocalS3}, run with {@code --bucket bench --objects
 * 100000} in a separate Java process.
 */
public final class ListingBench {

    private ListingBench() {}

    /** Lists the bucket. The arguments are the client, the server's endpoint and the number of runs. */
    public static void main(String[] arguments) {
        String how = arguments[0];
        for (int round = 1; round <= Integer.parseInt(arguments[2]); round++) {
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpu = system.getProcessCpuTime();
            long start = System.nanoTime();
            long keys = how.equals("sdk") ? bySdk(arguments[1]) : byStore(store(how, arguments[1]));
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s, round %d: %d keys, %.0f keys/s, %.2f s CPU, %d MiB heap%n",
                    how,
                    round,
                    keys,
                    keys / seconds,
                    (system.getProcessCpuTime() - cpu) / 1e9,
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        }
    }

    private static ObjectStore store(String how, String endpoint) {
        if (how.equals("s3")) {
            S3Configuration configuration = new S3Configuration();
            configuration.setPathStyle(true);
            return new S3Store("bench", configured(configuration, endpoint));
        }
        OssConfiguration configuration = new OssConfiguration();
        configuration.setRegion("cn-hangzhou");
        return new OssStore("bench", configured(configuration, endpoint));
    }

    private static <T extends ObjectStoreConfiguration> T configured(T configuration, String endpoint) {
        configuration.setEndpoint(endpoint);
        configuration.setAccessKeyId("local");
        configuration.setSecretAccessKey("local-secret");
        return configuration;
    }

    private static long byStore(ObjectStore store) {
        try (store) {
            long keys = 0;
            ListRequest next = ListRequest.of("", "");
            while (next != null) {
                ObjectPage page = store.list(next);
                keys += page.objects().size();
                next = page.next();
            }
            return keys;
        }
    }

    private static long bySdk(String endpoint) {
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setSignatureVersion(SignVersion.V4);
        configuration.setMaxErrorRetry(0);
        OSS client = OSSClientBuilder.create()
                .endpoint(endpoint)
                .region("cn-hangzhou")
                .credentialsProvider(new DefaultCredentialProvider("local", "local-secret"))
                .clientConfiguration(configuration)
                .build();
        try {
            long keys = 0;
            ListObjectsV2Request request =
                    new ListObjectsV2Request("bench").withMaxKeys(1000).withEncodingType("url");
            ListObjectsV2Result page;
            do {
                page = client.listObjectsV2(request);
                for (OSSObjectSummary object : page.getObjectSummaries()) {
                    keys += URLDecoder.decode(object.getKey(), StandardCharsets.UTF_8)
                                    .isEmpty()
                            ? 0
                            : 1;
                }
                request.setContinuationToken(page.getNextContinuationToken());
            } while (page.isTruncated());
            return keys;
        } finally {
            client.shutdown();
        }
    }
}
