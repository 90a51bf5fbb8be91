package dev.caravan.component.oss;

import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Runs the store contract with signature V4 against a server that checks every signature. */
class OssStoreIT extends ObjectStoreContract {

    private OssSide side;
    private OssStore store;

    @BeforeEach
    void open() {
        side = new OssSide();
        store = side.open("bucket", configuration());
    }

    @AfterEach
    void close() {
        side.close();
    }

    OssConfiguration configuration() {
        return side.configuration();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore storeOfMissingBucket() {
        return side.open("missing", configuration());
    }

    @Override
    protected ObjectStore storeWithWrongSecret() {
        OssConfiguration configuration = configuration();
        configuration.setSecretAccessKey("wrong");
        return side.open("bucket", configuration);
    }

    @Override
    protected void place(String key, byte[] bytes, ObjectMetadata metadata) {
        side.place(key, bytes, metadata);
    }

    @Override
    protected void cutNextBodyAfter(long bytes) {
        side.server.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.truncate(bytes)));
    }

    @Override
    protected void failNext(int status, String code) {
        side.server.faults().add(Fault.on().times(1).then(FaultAction.answer(status, code)));
    }

    @Override
    protected void hideObjects() {
        side.server.faults().add(Fault.on(Operation.GET, Operation.HEAD).then(FaultAction.answer(404, "")));
    }

    @Override
    protected long bytesSent() {
        return side.server.requests().bytesOut();
    }
}
