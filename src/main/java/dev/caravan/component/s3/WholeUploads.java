package dev.caravan.component.s3;

import dev.caravan.store.ContentChecksum.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The checksums that uploads have of their whole objects (type FULL_OBJECT), by upload ID. Other processes may have
 * begun an upload: the store is asked about it once.
 */
final class WholeUploads {

    private static final int MOST = 10_000;

    /** Whether the listing of parts shows an upload's checksum: other processes learn of it only there. */
    volatile boolean listed;

    private final boolean kept;
    private final Map<String, Kind> kinds = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
            return size() > MOST;
        }
    });

    /** @param kept whether uploads may have checksums of the source */
    WholeUploads(boolean kept) {
        this.kept = kept;
    }

    /** Records the checksum of an upload; null for none. */
    void put(String uploadId, Kind kind) {
        if (kept) {
            kinds.put(uploadId, kind);
        }
    }

    void remove(String uploadId) {
        kinds.remove(uploadId);
    }

    /** Returns the checksum of an upload; null for none. */
    Kind of(String uploadId, Supplier<Kind> ask) {
        Kind known = kinds.get(uploadId);
        if (kept && known == null && !kinds.containsKey(uploadId)) {
            known = ask.get();
            kinds.put(uploadId, known);
        }
        return known;
    }
}
