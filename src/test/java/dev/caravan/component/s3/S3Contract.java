package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.WritableStore;
import dev.caravan.store.WritableStoreContract;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the store contract against a server of the S3 protocol that knows the key {@code AKID} with the secret {@code
 * secret}.
 */
abstract class S3Contract extends WritableStoreContract {

    private final List<S3Store> stores = new ArrayList<>();
    private S3Store store;

    abstract String endpoint();

    /** Opens the store. Subclasses call it after the server and its bucket exist. */
    final void openStore() {
        store = open(bucketName(), configuration());
    }

    /** Closes the stores. Subclasses call it before the server stops. */
    final void closeStores() {
        assertThat(stores)
                .allSatisfy(opened -> assertThat(opened.connectionsInUse())
                        .as("connections that were neither given back nor up")
                        .isZero());
        stores.forEach(S3Store::close);
    }

    final S3Configuration configuration() {
        S3Configuration configuration = new S3Configuration();
        configuration.setEndpoint(endpoint());
        configuration.setPathStyle(true);
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey("secret");
        configuration.setSocketTimeout(10_000);
        return configuration;
    }

    final S3Store open(String name, S3Configuration configuration) {
        S3Store opened = new S3Store(name, configuration);
        stores.add(opened);
        return opened;
    }

    @Override
    protected final WritableStore store() {
        return store;
    }

    @Override
    protected final WritableStore storeOfMissingBucket() {
        return open("missing", configuration());
    }

    @Override
    protected final WritableStore storeWithWrongSecret() {
        S3Configuration configuration = configuration();
        configuration.setSecretAccessKey("wrong");
        return open(bucketName(), configuration);
    }
}
