package dev.caravan.status;

import dev.caravan.status.OpenUploads.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the oldest of many, in memory that doesn't grow with them. */
final class OldestUploads {

    private final Window window;
    private final OpenUpload after;
    private final PriorityQueue<OpenUpload> kept = new PriorityQueue<>(OpenUpload.OLDEST.reversed());

    OldestUploads(Window window, OpenUpload after) {
        this.window = window;
        this.after = after;
    }

    synchronized void offer(OpenUpload upload) {
        if (!window.holds(upload) || (after != null && OpenUpload.OLDEST.compare(upload, after) <= 0)) {
            return;
        }
        kept.add(upload);
        if (kept.size() > window.most()) {
            kept.remove();
        }
    }

    synchronized List<OpenUpload> sorted() {
        List<OpenUpload> sorted = new ArrayList<>(kept);
        sorted.sort(OpenUpload.OLDEST);
        return sorted;
    }
}
