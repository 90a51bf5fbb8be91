package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalCos;
import dev.caravan.local.Operation;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Runs the store contract against a server that checks every signature. */
class CosStoreIT extends ObjectStoreContract {

    private final LocalCos server = LocalCos.start().credential("AKID", "secret");
    private final List<CosStore> stores = new ArrayList<>();
    private Bucket bucket;
    private CosStore store;

    @BeforeEach
    void createBucket() {
        bucket = server.createBucket("bucket-1250000000");
        store = open("bucket-1250000000", "secret");
    }

    @AfterEach
    void close() {
        assertThat(stores)
                .allSatisfy(opened -> assertThat(opened.connectionsInUse())
                        .as("connections that were neither given back nor up")
                        .isZero());
        stores.forEach(CosStore::close);
        server.close();
    }

    private CosStore open(String name, String secret) {
        CosConfiguration configuration = new CosConfiguration();
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey(secret);
        configuration.setSocketTimeout(10_000);
        CosStore opened = new CosStore(name, configuration);
        stores.add(opened);
        return opened;
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore storeOfMissingBucket() {
        return open("missing-1250000000", "secret");
    }

    @Override
    protected ObjectStore storeWithWrongSecret() {
        return open("bucket-1250000000", "wrong");
    }

    @Override
    protected void place(String key, byte[] bytes, ObjectMetadata metadata) {
        Attributes attributes = Attributes.NONE;
        for (Map.Entry<String, String> header : metadata.headers().entrySet()) {
            attributes = attributes.withHeader(header.getKey(), header.getValue());
        }
        for (Map.Entry<String, String> entry : metadata.user().entrySet()) {
            attributes = attributes.withMetadata(entry.getKey(), entry.getValue());
        }
        bucket.put(key, Content.of(bytes), attributes);
    }

    @Override
    protected void cutNextBodyAfter(long bytes) {
        server.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.truncate(bytes)));
    }

    @Override
    protected void failNext(int status, String code) {
        server.faults().add(Fault.on().times(1).then(FaultAction.answer(status, code)));
    }

    @Override
    protected void hideObjects() {
        server.faults().add(Fault.on(Operation.GET, Operation.HEAD).then(FaultAction.answer(404, "")));
    }

    @Override
    protected long bytesSent() {
        return server.requests().bytesOut();
    }
}
