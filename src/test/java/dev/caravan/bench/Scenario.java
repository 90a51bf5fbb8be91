package dev.caravan.bench;

import dev.caravan.local.Content;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The objects that a benchmark copies. */
enum Scenario {
    SMALL("2,000 objects of 4 KiB", 2_000, 4 << 10, false),
    LARGE("2 objects of 256 MiB", 2, 256 << 20, false),
    MIXED("200 objects of 4 KiB to 16 MiB", 200, 0, false),
    EQUAL("20,000 objects that are at the destination", 20_000, 4 << 10, true);

    private static final int SMALLEST_BITS = 12;
    private static final int SIZES = 13;

    private final String description;
    private final int objects;
    private final int size;
    private final boolean equal;

    Scenario(String description, int objects, int size, boolean equal) {
        this.description = description;
        this.objects = objects;
        this.size = size;
        this.equal = equal;
    }

    /**
     * Finds a scenario by its name.
     *
     * @throws IllegalArgumentException if there is none; the message lists all names
     */
    static Scenario named(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.title().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario " + name + "; there are "
                        + Arrays.stream(values()).map(Scenario::title).collect(Collectors.joining(", "))));
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    /** Returns whether the destination has the objects from the start. */
    boolean isEqual() {
        return equal;
    }

    /** Returns the contents by their keys. */
    Map<String, Content> objects() {
        Map<String, Content> all = new LinkedHashMap<>();
        for (int i = 0; i < objects; i++) {
            all.put(
                    "d%03d/object-%06d".formatted(i / 1000, i),
                    Content.synthetic(i, size > 0 ? size : 1 << (SMALLEST_BITS + i % SIZES)));
        }
        return all;
    }
}
