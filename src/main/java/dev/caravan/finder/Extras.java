package dev.caravan.finder;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the destination's extra objects, as source keys, until both listings are complete. Holds no more keys than
 * may be deleted.
 */
final class Extras {

    private final int most;
    private final List<String> keys = new ArrayList<>();
    private long count;
    private volatile boolean sourceHasObjects;

    /** @param most above this number nothing is deleted */
    Extras(int most) {
        this.most = most;
    }

    /** Records that the source listed an object, also if filters exclude it. */
    void sourceHasObjects() {
        sourceHasObjects = true;
    }

    synchronized void add(List<String> more) {
        count += more.size();
        if (count <= most) {
            keys.addAll(more);
        } else {
            keys.clear();
        }
    }

    /** Returns the deletions; throws {@link DeletesRefusedException} if they look like a mistake. */
    synchronized List<Message> deletes(String source, String destination) {
        if (count > 0 && !sourceHasObjects) {
            throw DeletesRefusedException.emptySource(source, destination, count);
        }
        if (count > most) {
            throw DeletesRefusedException.tooMany(destination, count, most);
        }
        return keys.stream().<Message>map(DeleteMessage::new).toList();
    }
}
