package dev.caravan.finder.inventory;

import dev.caravan.store.ForwardingStore;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A store whose listing is its inventory; other requests go to the store. */
final class InventoryStore extends ForwardingStore {

    /** The listings kept open between two pages; others restart at their key. */
    private static final int MOST_OPEN = 64;

    private static final char AFTER_NUMBER = ':';

    private final SortedEntries sorted;
    private final Map<String, SortedEntries.Merge> open = new LinkedHashMap<>();
    private long opened;

    InventoryStore(ObjectStore store, SortedEntries sorted) {
        super(store);
        this.sorted = sorted;
    }

    @Override
    public ObjectPage list(ListRequest request) {
        try {
            SortedEntries.Merge entries = entries(request);
            byte[] prefix = bytes(request.prefix());
            List<ObjectSummary> objects = new ArrayList<>();
            while (entries.peek() != null
                    && Entry.startsWith(entries.peek(), prefix)
                    && objects.size() < request.maxKeys()) {
                objects.add(Entry.summary(entries.next()));
            }
            boolean more = entries.peek() != null && Entry.startsWith(entries.peek(), prefix);
            return new ObjectPage(
                    objects,
                    List.of(),
                    more
                            ? request.continuedBy(keep(
                                    entries, objects.get(objects.size() - 1).key()))
                            : null);
        } catch (IOException e) {
            throw new TransientException(name() + ": its inventory can't be read: " + e.getMessage());
        }
    }

    private SortedEntries.Merge entries(ListRequest request) throws IOException {
        String token = request.continuation();
        if (token == null) {
            return after(request.prefix(), request.startAfter());
        }
        SortedEntries.Merge kept;
        synchronized (open) {
            kept = open.remove(token);
        }
        return kept != null ? kept : after(request.prefix(), token.substring(token.indexOf(AFTER_NUMBER) + 1));
    }

    private SortedEntries.Merge after(String prefix, String after) throws IOException {
        byte[] from = bytes(prefix);
        // No key lies between this one and the one that it follows.
        byte[] next = bytes(after.isEmpty() ? "" : after + '\0');
        return sorted.from(Arrays.compareUnsigned(from, next) > 0 ? from : next);
    }

    private String keep(SortedEntries.Merge entries, String last) {
        synchronized (open) {
            String token = ++opened + String.valueOf(AFTER_NUMBER) + last;
            if (open.size() == MOST_OPEN) {
                open.remove(open.keySet().iterator().next());
            }
            open.put(token, entries);
            return token;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves the store open for its owner. */
    @Override
    public void close() {}
}
