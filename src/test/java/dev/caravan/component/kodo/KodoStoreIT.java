package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalKodo;
import dev.caravan.local.Operation;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectStoreContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Runs the store contract against a server that checks every signature and token. */
class KodoStoreIT extends ObjectStoreContract {

    private final LocalKodo server = LocalKodo.start().credential("AKID", "secret");
    private final List<KodoStore> stores = new ArrayList<>();
    private Bucket bucket;
    private KodoStore store;

    @BeforeEach
    void createBucket() {
        bucket = server.createBucket("bucket");
        store = open("bucket", "secret");
    }

    @AfterEach
    void close() {
        assertThat(stores)
                .allSatisfy(opened -> assertThat(opened.connectionsInUse())
                        .as("connections that were neither given back nor up")
                        .isZero());
        stores.forEach(KodoStore::close);
        server.close();
    }

    private KodoStore open(String name, String secret) {
        KodoConfiguration configuration = new KodoConfiguration();
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey(secret);
        configuration.setSocketTimeout(10_000);
        KodoStore opened = new KodoStore(name, configuration);
        stores.add(opened);
        return opened;
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore storeOfMissingBucket() {
        return open("missing", "secret");
    }

    @Override
    protected ObjectStore storeWithWrongSecret() {
        return open("bucket", "wrong");
    }

    /** Kodo keeps the content type and user metadata of an object, and no other headers. */
    @Override
    protected ObjectMetadata kept(ObjectMetadata metadata) {
        Map<String, String> headers = new HashMap<>(metadata.headers());
        headers.keySet().retainAll(Set.of("content-type"));
        return new ObjectMetadata(headers, metadata.user(), Map.of()).asText();
    }

    @Override
    protected void place(String key, byte[] bytes, ObjectMetadata metadata) {
        Attributes attributes = Attributes.NONE;
        if (!metadata.contentType().isEmpty()) {
            attributes = attributes.withHeader("content-type", metadata.contentType());
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
