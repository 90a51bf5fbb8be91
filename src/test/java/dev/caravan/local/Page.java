package dev.caravan.local;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;

/**
 * One page of a listing.
 *
 * @param last the last key or common prefix of the page, null if the page is empty
 */
record Page(List<StoredObject> objects, List<String> prefixes, String last, boolean truncated) {
    /** A suffix. A prefix with it sorts after all keys with this prefix, except those that continue with U+10FFFF. */
    private static final String HIGHEST = "\uDBFF\uDFFF";

    /** @param after a key or common prefix to continue after, or null */
    static Page of(NavigableMap<String, StoredObject> map, String prefix, String delimiter, String after, int max) {
        List<StoredObject> objects = new ArrayList<>(Math.min(max, 1000));
        List<String> prefixes = new ArrayList<>();
        // If the marker is a common prefix, an earlier page covers all keys with this prefix.
        String done =
                after != null && delimiter != null && after.equals(group(after, prefix, delimiter)) ? after : null;
        String last = null;
        Iterator<StoredObject> rest = from(map, prefix, done != null ? done + HIGHEST : after);
        while (rest.hasNext()) {
            StoredObject object = rest.next();
            String key = object.key();
            if (!key.startsWith(prefix)) {
                return new Page(objects, prefixes, last, false);
            }
            if (done != null && key.startsWith(done)) {
                continue;
            }
            if (objects.size() + prefixes.size() == max) {
                return new Page(objects, prefixes, last, max > 0);
            }
            String group = delimiter == null ? null : group(key, prefix, delimiter);
            if (group == null) {
                objects.add(object);
                last = key;
            } else {
                prefixes.add(group);
                last = group;
                done = group;
                rest = from(map, prefix, group + HIGHEST);
            }
        }
        return new Page(objects, prefixes, last, false);
    }

    private static Iterator<StoredObject> from(NavigableMap<String, StoredObject> map, String prefix, String after) {
        boolean behind = after != null && Utf8Order.compare(after, prefix) >= 0;
        return (behind ? map.tailMap(after, false) : map.tailMap(prefix, true))
                .values()
                .iterator();
    }

    /** Returns the common prefix of a key, or null. */
    private static String group(String key, String prefix, String delimiter) {
        int at = key.startsWith(prefix) ? key.indexOf(delimiter, prefix.length()) : -1;
        return at < 0 ? null : key.substring(0, at + delimiter.length());
    }
}
