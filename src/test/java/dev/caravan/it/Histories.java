package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.StoredObject;
import dev.caravan.local.Versions.Version;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes keys with many versions. */
public final class Histories {

    private static final String MARK = "caravan-version-id";

    private static final long MIB = 1 << 20;

    private Histories() {}

    /** Returns the keys that {@link #fill} uses. */
    public static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + " +%").toList();
    }

    /** Makes histories with repeated bytes, delete markers in a row, and large versions. */
    public static void fill(Bucket bucket, int keys, int most) {
        Random random = new Random(7);
        bucket.put("k1 +%", "before versions");
        bucket.versioned();
        for (int round = 0; round < most; round++) {
            for (String key : keys(keys)) {
                int kind = random.nextInt(10);
                if (kind < 2) {
                    bucket.remove(key);
                } else if (kind == 2 && key.startsWith("0 ", key.length() - 4)) {
                    bucket.put(key, Content.synthetic(random.nextInt(2), 6L * MIB));
                } else {
                    bucket.put(key, "text " + random.nextInt(3));
                }
            }
        }
    }

    /** Checks that the second bucket has all versions of the first one, each once and in their order. */
    public static void assertSame(Bucket from, Bucket to, List<String> keys) {
        for (String key : keys) {
            List<Version> source = from.versions(key);
            List<Version> copies = to.versions(key);
            assertThat(copies).as(key).hasSameSizeAs(source);
            for (int i = 0; i < source.size(); i++) {
                String id = source.get(i).id();
                StoredObject one = source.get(i).object();
                StoredObject copy = copies.get(i).object();
                assertThat(copy == null).as(key + " " + i).isEqualTo(one == null);
                if (one != null) {
                    assertThat(copy.content().sameAs(one.content()))
                            .as(key + " " + i)
                            .isTrue();
                    assertThat(copy.attributes().metadata().get(MARK)).startsWith(id.equals("null") ? "null " : id);
                }
            }
        }
    }
}
