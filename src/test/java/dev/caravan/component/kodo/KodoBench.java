package dev.caravan.component.kodo;

import dev.caravan.component.s3.S3Configuration;
import dev.caravan.component.s3.S3Store;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Lists a bucket of a server in another process, page by page. Prints keys per second, CPU seconds and the memory of
 * this process: {@code KodoBench kodo|s3 ENDPOINT TIMES}.
 */
final class KodoBench {

    private KodoBench() {}

    public static void main(String[] args) {
        try (ObjectStore store = open(args[0], args[1])) {
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                list(store);
            }
        }
    }

    private static ObjectStore open(String kind, String endpoint) {
        if (kind.equals("s3")) {
            S3Configuration configuration = new S3Configuration();
            configuration.setEndpoint(endpoint);
            configuration.setPathStyle(true);
            configuration.setAccessKeyId("local");
            configuration.setSecretAccessKey("local-secret");
            return new S3Store("bucket", configuration);
        }
        KodoConfiguration configuration = new KodoConfiguration();
        configuration.setEndpoint(endpoint);
        configuration.setAccessKeyId("local");
        configuration.setSecretAccessKey("local-secret");
        return new KodoStore("bucket", configuration);
    }

    private static void list(ObjectStore store) {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        long keys = 0;
        long most = 0;
        ListRequest next = ListRequest.of("", "");
        while (next != null) {
            ObjectPage page = store.list(next);
            keys += page.objects().size();
            next = page.next();
            if (keys % 100_000 == 0) {
                System.gc();
                most = Math.max(
                        most,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d keys, %.0f a second, %.2f CPU seconds, %d KiB live at most%n",
                keys,
                keys / seconds,
                (system.getProcessCpuTime() - cpu) / 1e9,
                most / 1024);
    }
}
