package dev.caravan.record;

import dev.caravan.record.OpenUploads.Window;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the oldest uploads in bounded memory. */
public final class OldestUploads {

    private final Window window;
    private final OpenUpload after;
    private final PriorityQueue<OpenUpload> kept = new PriorityQueue<>(OpenUpload.OLDEST.reversed());

    public OldestUploads(Window window, OpenUpload after) {
        this.window = window;
        this.after = after;
    }

    public synchronized void offer(OpenUpload upload) {
        if (!window.holds(upload) || (after != null && OpenUpload.OLDEST.compare(upload, after) <= 0)) {
            return;
        }
        kept.add(upload);
        if (kept.size() > window.most()) {
            kept.remove();
        }
    }

    public synchronized List<OpenUpload> sorted() {
        return kept.stream().sorted(OpenUpload.OLDEST).toList();
    }
}
