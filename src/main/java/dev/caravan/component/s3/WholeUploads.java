package dev.caravan.component.s3;

import dev.caravan.store.ContentChecksum.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The checksums that uploads have of their whole objects (type FULL_OBJECT), by upload ID. Other processes may have
 * begun an upload: the store is asked about it once.
 */
final class WholeUploads {

    private static final int MOST = 10_000;

    private static final String NONE = "";

    private final Map<String, String> kinds = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    });

    /** Records the checksum of an upload; null for none. */
    void put(String uploadId, Kind kind) {
        kinds.put(uploadId, kind == null ? NONE : kind.name());
    }

    void remove(String uploadId) {
        kinds.remove(uploadId);
    }

    /** Returns the checksum of an upload. */
    Optional<Kind> of(String uploadId, Supplier<Kind> ask) {
        String known = kinds.get(uploadId);
        if (known == null) {
            put(uploadId, ask.get());
            known = kinds.get(uploadId);
        }
        return known.equals(NONE) ? Optional.empty() : Optional.of(Kind.valueOf(known));
    }
}
