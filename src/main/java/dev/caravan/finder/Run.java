package dev.caravan.finder;

import dev.caravan.job.KeyMapping;
import dev.caravan.job.Printable;
import dev.caravan.message.Message;
import dev.caravan.store.ObjectStore;
import java.util.List;
import java.util.Optional;

/** One comparison: lists the ranges in parallel, then returns the deletions. The first failure ends it. */
final class Run extends Differences {

    private final Slots slots;

    Run(Task task, Slots slots) {
        super(task, "caravan-list");
        this.slots = slots;
    }

    @Override
    void start() {
        slots.begin().ifPresent(this::scanInBackground);
    }

    private void scanInBackground(KeyRange range) {
        threads.execute(() -> {
            try {
                slots.begin().ifPresent(this::scanInBackground);
                scan(range);
                for (Optional<KeyRange> next = slots.next(); next.isPresent(); next = slots.next()) {
                    scan(next.get());
                }
                if (slots.free()) {
                    complete();
                }
            } catch (Throwable e) {
                // The caller must receive any failure: otherwise an incomplete comparison looks complete.
                fail(e);
            }
        });
    }

    private void scan(KeyRange range) throws InterruptedException {
        try (Listing source = new Listing(threads, task.readSource(range), range.end(), this::listedSource);
                Listing destination = listDestination(range)) {
            new MergeJoin(task, source, destination, new Splitter(task, range, slots, this::scanInBackground)).run();
        }
    }

    private Listing listDestination(KeyRange range) {
        return task.listsDestination()
                ? new Listing(
                        threads,
                        task.readDestination(range),
                        task.destinationKeyOrNone(range.end()),
                        objects -> task.listener().listed(0, objects))
                : new Listing();
    }

    private void listedSource(long objects) {
        // Objects that are left to another range exist too.
        task.extras().sourceHasObjects();
        task.listener().listed(objects, 0);
    }

    /** Passes on the deletions after both sides were listed completely, which proves extra objects. */
    private void complete() throws InterruptedException {
        task.listener().listedAll();
        if (task.job().delete()) {
            KeyMapping mapping = task.mapping();
            List<Message> deletes = task.extras()
                    .deletes(
                            place(task.source(), mapping.sourcePrefix()),
                            place(task.destination(), mapping.destinationListingPrefix()));
            if (!deletes.isEmpty()) {
                task.handover().put(deletes);
            }
        }
        task.handover().end();
        threads.shutdown();
    }

    private static String place(ObjectStore store, String prefix) {
        return store.name() + (prefix.isEmpty() ? "" : "/" + Printable.of(prefix));
    }
}
