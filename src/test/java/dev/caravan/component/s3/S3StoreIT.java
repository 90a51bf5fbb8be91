package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PutRequest;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the store contract against a server that checks every signature. */
class S3StoreIT extends S3Contract {

    private final LocalS3 server = LocalS3.start().credential("AKID", "secret");
    private Bucket bucket;

    @BeforeEach
    void createBucket() {
        bucket = server.createBucket("bucket");
        openStore();
    }

    @AfterEach
    void close() {
        closeStores();
        server.close();
    }

    @Override
    String endpoint() {
        return server.endpoint().toString();
    }

    @Override
    protected String bucketName() {
        return "bucket";
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
    protected byte[] placed(String key) {
        return bucket.bytes(key);
    }

    @Override
    protected boolean holds(String key) {
        return bucket.get(key).isPresent();
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

    @Test
    void connectionsAreUsedAgain() throws IOException {
        for (int i = 0; i < 20; i++) {
            store().put(new PutRequest("a" + i, ObjectMetadata.NONE, null), content(bytes(5000)));
            assertThat(read(new GetRequest("a" + i, null, null))).hasSize(5000);
        }
        S3Configuration one = configuration();
        one.setMaxConnections(1);
        S3Store narrow = open("bucket", one);
        // The second call would wait for a minute if the first one kept its connection.
        for (int i = 0; i < 20; i++) {
            narrow.head("a" + i);
            try (var content = narrow.get(new GetRequest("a" + i, null, null))) {
                content.stream().readNBytes(i % 2 == 0 ? 5000 : 10);
            }
            narrow.put(new PutRequest("a" + i, ObjectMetadata.NONE, null), content(bytes(10)));
        }
        assertThat(bucket.size()).isEqualTo(20);
    }
}
