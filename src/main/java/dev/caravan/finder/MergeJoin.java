package dev.caravan.finder;

import dev.caravan.store.KeyOrder;
import dev.caravan.store.ObjectSummary;

/** Walks through both sorted listings of one range together. Used by one thread. */
final class MergeJoin {

    /** The pages before sharing; most ranges end sooner. */
    private static final int PAGES_BEFORE_SHARING = 6;

    private final Task task;
    private final Listing source;
    private final Listing destination;
    private final Verdicts verdicts;
    private final Splitter splitter;
    private int pages;
    private int pagesBeforeSharing = PAGES_BEFORE_SHARING;

    MergeJoin(Task task, Listing source, Listing destination, Splitter splitter) {
        this.task = task;
        this.source = source;
        this.destination = destination;
        this.splitter = splitter;
        this.verdicts = new Verdicts(task, false);
    }

    /** Walks to the end of the range; both listings are then complete. */
    void run() throws InterruptedException {
        int sourceFrom = task.sourceFrom();
        int destinationFrom = task.destinationFrom();
        ObjectSummary s = advance(source);
        ObjectSummary d = advance(destination);
        while (s != null || d != null) {
            int order =
                    s == null ? 1 : d == null ? -1 : KeyOrder.compare(s.key(), sourceFrom, d.key(), destinationFrom);
            if (pages >= pagesBeforeSharing && isSharingWanted()) {
                share(order <= 0 ? s.key() : task.mapping().sourceKey(d.key()));
                s = source.current();
                d = destination.current();
                continue;
            }
            if (order == 0) {
                verdicts.both(s, d);
                s = advance(source);
                d = advance(destination);
            } else if (order < 0) {
                verdicts.sourceOnly(s);
                s = advance(source);
            } else {
                verdicts.destinationOnly(d);
                d = advance(destination);
            }
        }
        verdicts.flush();
    }

    private ObjectSummary advance(Listing listing) throws InterruptedException {
        if (listing.atPageEnd()) {
            verdicts.flush();
            pages++;
        }
        return listing.next();
    }

    /** Asks at most once a page. */
    private boolean isSharingWanted() {
        boolean wanted = splitter.isWanted();
        pages = wanted ? 0 : pagesBeforeSharing - 1;
        return wanted;
    }

    private void share(String cursor) throws InterruptedException {
        verdicts.flush();
        String boundary = splitter.split(cursor);
        if (boundary.isEmpty()) {
            pagesBeforeSharing *= 2;
            return;
        }
        source.endAt(boundary);
        destination.endAt(task.mapping().destinationKey(boundary));
    }
}
