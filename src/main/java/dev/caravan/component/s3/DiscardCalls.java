package dev.caravan.component.s3;

import dev.caravan.store.GoneException;
import dev.caravan.store.UploadGoneException;

/** DeleteObject and AbortMultipartUpload: what is already gone is as it should be. */
final class DiscardCalls {

    private final S3Wire wire;

    DiscardCalls(S3Wire wire) {
        this.wire = wire;
    }

    void object(String key) {
        discard(S3Request.object("DELETE", "DELETE", key));
    }

    /** The condition "*" needs no right but s3:DeleteObject (Amazon S3, "How to perform conditional deletes"). */
    void objectIfThere(String key) {
        S3Request delete = S3Request.object("DELETE", "DELETE", key);
        delete.headers().add("if-match", "*");
        discard(delete);
    }

    void upload(String key, String uploadId) {
        discard(S3Request.object("DELETE", "ABORT UPLOAD of", key).parameter("uploadId", uploadId));
    }

    private void discard(S3Request request) {
        try {
            wire.sendForHead(request);
        } catch (GoneException | UploadGoneException e) {
            // Some stores answer 404 where S3 answers 204.
        }
    }
}
