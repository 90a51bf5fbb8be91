package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.component.s3.S3Configuration;
import dev.caravan.component.s3.S3Store;
import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs the store contract with the S3 component in its configuration for Kodo's S3 protocol: listings have no URL
 * encoding.
 */
class KodoS3IT extends ObjectStoreContract {

    private final LocalS3 server = LocalS3.start().credential("AKID", "secret");
    private final List<S3Store> stores = new ArrayList<>();
    private Bucket bucket;
    private S3Store store;

    @BeforeEach
    void createBucket() {
        bucket = server.createBucket("bucket").region("cn-east-1");
        store = open("bucket", "secret");
    }

    @AfterEach
    void close() {
        stores.forEach(S3Store::close);
        server.close();
    }

    private S3Store open(String name, String secret) {
        S3Configuration configuration = new S3Configuration();
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey(secret);
        configuration.setSocketTimeout(10_000);
        KodoS3.configure(configuration, "z0");
        S3Store opened = new S3Store(name, configuration);
        stores.add(opened);
        return opened;
    }

    @Test
    void noListingIsAskedForEncoded() {
        bucket.put("a+b c", "x");
        assertThat(store.list(ListRequest.of("", "")).objects().get(0).key()).isEqualTo("a+b c");
        assertThat(server.requests().log(Operation.LIST))
                .isNotEmpty()
                .allMatch(request -> !request.query().containsKey("encoding-type"));
    }

    /** XML can't contain these characters unencoded. */
    @Override
    protected boolean canBeListed(String key) {
        return key.chars().noneMatch(c -> c < ' ' || c == '\uffff' || c == '\ufffe');
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
