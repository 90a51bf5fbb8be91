package dev.caravan.finder;

import dev.caravan.message.DeleteMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what the destination has too much, as the source's keys, until both listings are known to be complete. Holds no
 * more keys than may be deleted.
 */
final class Extras {

    private final int most;
    private final List<String> keys = new ArrayList<>();
    private long count;
    private volatile boolean sourceHasObjects;

    /** @param most with more than so many, nothing is deleted */
    Extras(int most) {
        this.most = most;
    }

    /** The source listed at least one object, whatever filters say about it. */
    void sourceHasObjects() {
        if (!sourceHasObjects) {
            sourceHasObjects = true;
        }
    }

    synchronized void add(List<String> more) {
        count += more.size();
        if (count <= most) {
            keys.addAll(more);
        } else {
            keys.clear();
        }
    }

    /** What is to be deleted; {@link DeletesRefusedException} when that looks like a mistake. */
    synchronized List<DeleteMessage> deletes(String source, String destination) {
        if (count > 0 && !sourceHasObjects) {
            throw DeletesRefusedException.emptySource(source, destination, count);
        }
        if (count > most) {
            throw DeletesRefusedException.tooMany(destination, count, most);
        }
        return keys.stream().map(DeleteMessage::new).toList();
    }
}
