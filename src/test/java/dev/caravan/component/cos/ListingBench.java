package dev.caravan.component.cos;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.ClientConfig;
import com.qcloud.cos.auth.BasicCOSCredentials;
import com.qcloud.cos.endpoint.UserSpecifiedEndpointBuilder;
import com.qcloud.cos.http.HttpProtocol;
import com.qcloud.cos.model.ListObjectsRequest;
import com.qcloud.cos.model.ObjectListing;
import com.qcloud.cos.region.Region;
import com.sun.management.OperatingSystemMXBean;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Locale;

/**
 * Measures the cost of a listing for the client: {@code cos} lists with our store, {@code sdk} with the client of the
 * COS SDK. The server is {@code LocalCos}, run with {@code --bucket bench-1250000000 --objects 100000} in a separate
 * Java process.
 */
public final class ListingBench {

    private static final String BUCKET = "bench-1250000000";

    private ListingBench() {}

    /** Lists the bucket. The arguments are the client, the server's endpoint and the number of runs. */
    public static void main(String[] arguments) {
        String how = arguments[0];
        for (int round = 1; round <= Integer.parseInt(arguments[2]); round++) {
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpu = system.getProcessCpuTime();
            long start = System.nanoTime();
            long keys = how.equals("sdk") ? bySdk(arguments[1]) : byStore(arguments[1]);
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

    private static long byStore(String endpoint) {
        CosConfiguration configuration = new CosConfiguration();
        configuration.setEndpoint(endpoint);
        configuration.setAccessKeyId("local");
        configuration.setSecretAccessKey("local-secret");
        try (ObjectStore store = new CosStore(BUCKET, configuration)) {
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
        String host = URI.create(endpoint).getAuthority();
        ClientConfig configuration = new ClientConfig(new Region("ap-guangzhou"));
        configuration.setHttpProtocol(HttpProtocol.http);
        configuration.setEndpointBuilder(new UserSpecifiedEndpointBuilder(host, host));
        configuration.setPrintShutdownStackTrace(false);
        COSClient client = new COSClient(new BasicCOSCredentials("local", "local-secret"), configuration);
        try {
            long keys = 0;
            ListObjectsRequest request = new ListObjectsRequest();
            request.setBucketName(BUCKET);
            request.setMaxKeys(1000);
            ObjectListing page;
            do {
                page = client.listObjects(request);
                keys += page.getObjectSummaries().size();
                request.setMarker(page.getNextMarker());
            } while (page.isTruncated());
            return keys;
        } finally {
            client.shutdown();
        }
    }
}
