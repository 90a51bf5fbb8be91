package dev.caravan.demo;

import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Fills the demo's source bucket: many small objects, keys that some tools don't copy correctly, and a few large
 * objects.
 */
final class Library {

    static final int SMALL = 3000;

    private static final int MEBIBYTE = 1 << 20;
    private static final int LONGEST_SMALL = 16 << 10;

    /** Keys that some tools don't copy correctly. */
    private static final List<String> ODD_KEYS = List.of(
            "odd/ leading and trailing spaces ",
            "odd//double//slashes",
            "odd/../../etc/passwd",
            "odd/plus+percent%20and?query=1&more#fragment",
            "odd/\"quotes\" and 'apostrophes' and \\backslashes\\",
            "odd/new\nline and\ttab",
            "odd/${bean:type:java.lang.System?method=exit}",
            "odd/{{placeholder}}",
            "odd/ümlaut composed and u\u0308mlaut decomposed",
            "odd/beyond the basic plane \uD835\uDD38\uD83D\uDC2B",
            "odd/\uFF5E sorts before \uD83D\uDC2B in UTF-8, after it in UTF-16",
            "odd/folder marker/");

    private Library() {}

    static void fill(Bucket source) {
        fill(source, SMALL);
    }

    /** Fills the bucket with objects that are one day old. */
    static void fill(Bucket source, int small) {
        shelve(source, small);
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        for (StoredObject object : List.copyOf(source.objects())) {
            source.put(object.withLastModified(yesterday));
        }
    }

    private static void shelve(Bucket source, int small) {
        for (int i = 0; i < small; i++) {
            source.put(key(i), small(i, 0));
        }
        for (int i = 0; i < ODD_KEYS.size(); i++) {
            source.put(
                    ODD_KEYS.get(i),
                    ODD_KEYS.get(i).endsWith("/") ? Content.of("") : Content.of("odd " + i),
                    Attributes.NONE
                            .withHeader("Content-Type", "text/plain")
                            .withMetadata("shelf", Integer.toString(i)));
        }
        source.put("films/one.mov", Content.synthetic(1, 17L * MEBIBYTE));
        source.put("films/two.mov", Content.synthetic(2, 24L * MEBIBYTE + 1));
        source.put("films/three.mov", Content.synthetic(3, 33L * MEBIBYTE - 1));
    }

    /**
     * Overwrites twenty objects, some of them with the same size as before, and adds five small ones and one large one.
     */
    static int change(Bucket source) {
        int changed = 0;
        for (int i = 0; i < SMALL; i += SMALL / 20) {
            source.put(key(i), small(i, 1));
            changed++;
        }
        for (int i = SMALL; i < SMALL + 5; i++) {
            source.put(key(i), small(i, 0));
            changed++;
        }
        source.put("films/two.mov", Content.synthetic(4, 24L * MEBIBYTE + 1));
        return changed + 1;
    }

    private static String key(int i) {
        return "pages/" + i % 30 + "/" + i + ".html";
    }

    private static Content small(int i, int version) {
        return Content.synthetic(100_000L * version + i, 1 + i * 7919L % LONGEST_SMALL);
    }
}
