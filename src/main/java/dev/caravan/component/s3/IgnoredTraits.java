package dev.caravan.component.s3;

import dev.caravan.component.wire.XmlElement;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Finds what a store ignored when an upload in parts began: Ceph 16 ignores tags and Object Lock there. */
record IgnoredTraits(S3Wire wire, GetObjectCall object) {

    /** Returns the names of headers that the finished object lacks. What the store doesn't tell counts as kept. */
    List<String> of(String key, ObjectMetadata sent) {
        List<String> ignored = new ArrayList<>();
        if (!sent.tags().isEmpty() && lacksTags(key)) {
            ignored.add("x-amz-tagging");
        }
        if (!sent.traits().lockMode().isEmpty() && lacks(key, "retention", "Mode")) {
            ignored.add("x-amz-object-lock-mode");
        }
        if (!sent.traits().legalHold().isEmpty() && lacks(key, "legal-hold", "Status")) {
            ignored.add("x-amz-object-lock-legal-hold");
        }
        return ignored;
    }

    private boolean lacksTags(String key) {
        try {
            return object.tags(key, "").isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    private boolean lacks(String key, String subresource, String element) {
        S3Request get =
                S3Request.object("GET", "GET " + subresource + " of", key).parameter(subresource, "");
        try {
            XmlElement document = wire.document(get);
            return document.word(element).isEmpty() || document.word(element).equals("OFF");
        } catch (StoreException e) {
            // NoSuchObjectLockConfiguration; Ceph: ObjectLockConfigurationNotFoundError.
            return e.code().contains("ObjectLockConfiguration");
        }
    }
}
