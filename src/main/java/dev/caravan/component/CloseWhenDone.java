package dev.caravan.component;

import dev.caravan.store.ObjectContent;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Closes a content when its exchange is done, with success or failure. */
final class CloseWhenDone extends SynchronizationAdapter {

    private final ObjectContent content;

    CloseWhenDone(ObjectContent content) {
        this.content = content;
    }

    @Override
    public void onDone(Exchange exchange) {
        content.close();
    }

    @Override
    public boolean allowHandover() {
        // A stream can't follow its message onto another queue.
        return false;
    }
}
