package dev.caravan.queue;

import dev.caravan.message.PartMessage;
import dev.caravan.message.UploadMessage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Counts the parts that this worker has moved of recent giant objects. The counts of all workers add up. */
public final class GiantParts {

    private static final int MOST = 10;

    private final Map<String, Giant> giants = new LinkedHashMap<>(MOST, 0.75f, true);

    /** The parts of one upload that this worker has done, of all parts of the object; the key is the source's. */
    public record Count(String key, String uploadId, int parts, int done) {}

    private static final class Giant {
        private final PartMessage any;
        private final BitSet done = new BitSet();
        private boolean quiet;

        private Giant(PartMessage any) {
            this.any = any;
        }

        private Count count() {
            return new Count(any.key(), any.uploadId(), any.parts(), done.cardinality());
        }
    }

    /** Counts a finished message about an upload. */
    synchronized void done(UploadMessage message) {
        if (message instanceof PartMessage part) {
            Giant giant = giants.computeIfAbsent(part.uploadId(), id -> new Giant(part));
            giant.done.set(part.partNumber());
            giant.quiet = false;
            if (giants.size() > MOST) {
                giants.remove(giants.keySet().iterator().next());
            }
        } else {
            giants.remove(message.uploadId());
        }
    }

    /** Returns the counts of giant objects in progress; {@code open} checks an inactive one with one request. */
    public List<Count> now(Predicate<Count> open) {
        List<Count> quiet = new ArrayList<>();
        synchronized (this) {
            for (Giant giant : giants.values()) {
                if (giant.quiet) {
                    quiet.add(giant.count());
                }
                giant.quiet = !giant.quiet;
            }
        }
        for (Count giant : quiet) {
            if (!open.test(giant)) {
                synchronized (this) {
                    giants.remove(giant.uploadId());
                }
            }
        }
        synchronized (this) {
            return giants.values().stream().map(Giant::count).toList();
        }
    }
}
