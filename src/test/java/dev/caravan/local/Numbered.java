package dev.caravan.local;

import java.util.Locale;

/** Creates many small objects for listings. They share one content. */
final class Numbered {
    private Numbered() {}

    static void fill(Bucket bucket, int objects) {
        if (objects == 0) {
            return;
        }
        StoredObject first = bucket.put("data/2026/000000000.bin", "content");
        for (int i = 1; i < objects; i++) {
            bucket.put(new StoredObject(
                    String.format(Locale.ROOT, "data/2026/%09d.bin", i),
                    first.content(),
                    first.etag(),
                    first.lastModified(),
                    first.attributes(),
                    first.parts(),
                    null));
        }
    }
}
