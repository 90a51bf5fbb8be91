package dev.caravan.observe.meters;

import dev.caravan.observe.meters.StoreMeters.Operation;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.CopySource;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PartRequest;
import dev.caravan.store.PutRequest;
import dev.caravan.store.UploadedPart;
import dev.caravan.store.WritableStore;
import java.util.List;

/** Times the requests to a destination. */
final class MeteredWritableStore extends MeteredStore implements WritableStore {

    private final WritableStore store;
    private final StoreMeters meters;

    MeteredWritableStore(WritableStore store, StoreMeters meters) {
        super(store, meters);
        this.store = store;
        this.meters = meters;
    }

    @Override
    public String put(PutRequest request, ObjectContent content) {
        return meters.timed(Operation.PUT, () -> store.put(request, content));
    }

    @Override
    public String createUpload(String key, ObjectMetadata metadata) {
        return meters.timed(Operation.CREATE_UPLOAD, () -> store.createUpload(key, metadata));
    }

    @Override
    public UploadedPart uploadPart(PartRequest request, ObjectContent content) {
        return meters.timed(Operation.UPLOAD_PART, () -> store.uploadPart(request, content));
    }

    @Override
    public UploadedPart copyPart(PartRequest request, CopySource source, ByteRange range) {
        return meters.timed(Operation.COPY_PART, () -> store.copyPart(request, source, range));
    }

    @Override
    public String copyObject(String key, CopySource source) {
        return meters.timed(Operation.COPY_OBJECT, () -> store.copyObject(key, source));
    }

    @Override
    public List<UploadedPart> listParts(String key, String uploadId) {
        return meters.timed(Operation.LIST_PARTS, () -> store.listParts(key, uploadId));
    }

    @Override
    public String completeUpload(String key, String uploadId, List<UploadedPart> parts, ContentChecksum source) {
        return meters.timed(Operation.COMPLETE_UPLOAD, () -> store.completeUpload(key, uploadId, parts, source));
    }

    @Override
    public List<String> ignored(String key, ObjectMetadata sent) {
        return store.ignored(key, sent);
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        meters.timed(Operation.ABORT_UPLOAD, () -> store.abortUpload(key, uploadId));
    }

    @Override
    public void delete(String key) {
        meters.timed(Operation.DELETE, () -> store.delete(key));
    }
}
