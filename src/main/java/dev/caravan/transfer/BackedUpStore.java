package dev.caravan.transfer;

import dev.caravan.store.ByteRange;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.CopySource;
import dev.caravan.store.ForwardingStore;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PartRequest;
import dev.caravan.store.PutRequest;
import dev.caravan.store.UploadedPart;
import dev.caravan.store.WritableStore;
import java.util.List;

/** A destination that backs objects up before overwriting or deleting them. */
public final class BackedUpStore extends ForwardingStore implements WritableStore {

    private final WritableStore store;
    private final Backups backups;

    public BackedUpStore(WritableStore store, Backups backups) {
        super(store);
        this.store = store;
        this.backups = backups;
    }

    @Override
    public String put(PutRequest request, ObjectContent content) {
        backups.keep(request.key());
        return store.put(request, content);
    }

    @Override
    public String copyObject(String key, CopySource source) {
        backups.keep(key);
        return store.copyObject(key, source);
    }

    /** Completes the upload; an object that an earlier request made, whose answer was lost, isn't backed up. */
    @Override
    public String completeUpload(String key, String uploadId, List<UploadedPart> parts, ContentChecksum source) {
        backups.keep(key, MultipartEtag.of(parts).orElse(""));
        return store.completeUpload(key, uploadId, parts, source);
    }

    @Override
    public List<String> ignored(String key, ObjectMetadata sent) {
        return store.ignored(key, sent);
    }

    @Override
    public void delete(String key) {
        backups.keep(key);
        store.delete(key);
    }

    @Override
    public String createUpload(String key, ObjectMetadata metadata) {
        return store.createUpload(key, metadata);
    }

    @Override
    public UploadedPart uploadPart(PartRequest request, ObjectContent content) {
        return store.uploadPart(request, content);
    }

    @Override
    public UploadedPart copyPart(PartRequest request, CopySource source, ByteRange range) {
        return store.copyPart(request, source, range);
    }

    @Override
    public List<UploadedPart> listParts(String key, String uploadId) {
        return store.listParts(key, uploadId);
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        store.abortUpload(key, uploadId);
    }
}
