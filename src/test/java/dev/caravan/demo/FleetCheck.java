package dev.caravan.demo;

import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalTable;
import dev.caravan.local.StoredObject;
import dev.caravan.record.ReservedKey;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Compares both buckets, the table and the queue with their expected final state. */
record FleetCheck(DemoCloud cloud, Set<String> removed) {

    /** @throws DemoFailed at the first difference */
    void all() {
        bytes();
        records();
        require(cloud.queue.depth().equals(new LocalQueue.Depth(0, 0)), "the queue isn't empty");
        require(cloud.destination.openUploads().isEmpty(), "an upload was begun and never ended");
    }

    private void bytes() {
        for (StoredObject wanted : cloud.source.objects()) {
            StoredObject copy = cloud.destination.get(wanted.key()).orElse(null);
            require(copy != null && copy.content().sameAs(wanted.content()), wanted.key() + " did not arrive");
        }
        require(
                cloud.destination.keys().equals(cloud.source.keys()),
                "the destination holds what the source does not hold");
    }

    private void records() {
        for (StoredObject object : cloud.source.objects()) {
            require(is(object.key(), "DONE"), object.key() + " is not on record as DONE");
            require(
                    cloud.table.attribute(object.key(), "SourceEtag").equals(object.etag()),
                    object.key() + " is on record with another version");
        }
        for (String key : removed) {
            require(is(key, "DELETED"), key + " is not on record as DELETED");
        }
        for (Map<String, AttributeValue> item : cloud.table
                .client()
                .scanPaginator(scan -> scan.tableName(LocalTable.NAME))
                .items()) {
            String key = item.get("ObjectKey").s();
            require(
                    ReservedKey.isReserved(key)
                            || removed.contains(key)
                            || cloud.source.get(key).isPresent(),
                    "there is a record of " + key + ", which nobody asked for");
        }
    }

    private boolean is(String key, String status) {
        return cloud.table.attribute(key, "JobStatus").equals(status);
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new DemoFailed(otherwise);
        }
    }
}
