package dev.caravan.component.s3;

import dev.caravan.store.ContentChecksum.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The checksums with which uploads began, by upload ID: those of their whole objects (type FULL_OBJECT), or none. Other
 * processes may have begun an upload: the store is asked about it once.
 */
final class WholeUploads {

    private static final int MOST = 10_000;

    /** Whether the listing of parts shows an upload's checksum: other processes learn of it only there. */
    volatile boolean listed;

    private final boolean kept;
    private final Map<String, Kind> kinds = bounded();
    private final Set<String> plain = Collections.newSetFromMap(bounded());

    /** @param kept whether uploads may have checksums of the source */
    WholeUploads(boolean kept) {
        this.kept = kept;
    }

    private static <T> Map<String, T> bounded() {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST;
            }
        });
    }

    /** Records that this process began an upload without checksums, also of its parts. */
    void beganPlain(String uploadId) {
        plain.add(uploadId);
    }

    /** Returns whether an upload is known to have begun without checksums. */
    boolean isPlain(String uploadId) {
        return plain.contains(uploadId);
    }

    /** Records the checksum of an upload's whole object; null for none. */
    void put(String uploadId, Kind kind) {
        if (kept) {
            kinds.put(uploadId, kind);
        }
    }

    void remove(String uploadId) {
        kinds.remove(uploadId);
        plain.remove(uploadId);
    }

    /** Returns the checksum of an upload's whole object; null for none. */
    Kind of(String uploadId, Supplier<Kind> ask) {
        Kind known = kinds.get(uploadId);
        if (kept && known == null && !kinds.containsKey(uploadId)) {
            known = ask.get();
            kinds.put(uploadId, known);
        }
        return known;
    }
}
