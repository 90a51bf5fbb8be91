package dev.caravan.component.s3;

import dev.caravan.store.CopySource;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PutRequest;
import dev.caravan.store.StoreException;
import java.io.ByteArrayInputStream;

/**
 * Uses the store at each of the given endpoints and prints a line for each. A test runs it in a separate Java process
 * with other trusted certificates.
 */
final class S3TlsProbe {

    private S3TlsProbe() {}

    public static void main(String[] endpoints) {
        for (String endpoint : endpoints) {
            S3Configuration configuration = new S3Configuration();
            configuration.setEndpoint(endpoint);
            configuration.setPathStyle(true);
            configuration.setAccessKeyId("AKID");
            configuration.setSecretAccessKey("secret");
            try (S3Store store = new S3Store("bucket", configuration)) {
                store.check();
                ObjectContent content = new ObjectContent(new ByteArrayInputStream(new byte[1]), 1, null, () -> {});
                store.put(new PutRequest("a", ObjectMetadata.NONE, null), content);
                store.copyObject("b", new CopySource("bucket", "a", null, false));
                System.out.println(store.head("b").size() + " byte");
            } catch (StoreException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }
}
