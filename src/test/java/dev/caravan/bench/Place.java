package dev.caravan.bench;

import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import java.util.Map;
import java.util.Set;

/** One side of a benchmark: a bucket, or a prefix of it. */
interface Place extends AutoCloseable {

    void put(String key, Content content);

    /** Removes these objects if they exist. */
    void remove(Set<String> keys);

    /** Returns whether the place contains exactly these objects, byte for byte. */
    boolean holds(Map<String, Content> objects);

    /** Closes the connections. */
    @Override
    default void close() {}

    /** Returns a bucket of a server in this process. */
    static Place of(Bucket bucket) {
        return new Place() {
            @Override
            public void put(String key, Content content) {
                bucket.put(key, content);
            }

            @Override
            public void remove(Set<String> keys) {
                keys.forEach(bucket::remove);
            }

            @Override
            public boolean holds(Map<String, Content> objects) {
                return Set.copyOf(bucket.keys()).equals(objects.keySet())
                        && bucket.objects().stream()
                                .allMatch(object -> object.content().sameAs(objects.get(object.key())));
            }
        };
    }
}
