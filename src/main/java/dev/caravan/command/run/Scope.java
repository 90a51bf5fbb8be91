package dev.caravan.command.run;

import dev.caravan.finder.Differences;
import dev.caravan.finder.FinderListener;
import dev.caravan.finder.KeyList;
import dev.caravan.job.Choice;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.job.Selection;
import dev.caravan.job.StoreUrl;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a run compares: listings, or the keys of a list. */
record Scope(Stores stores, Selection selection) {

    /** @param routes are running */
    static Scope of(Job job, Stores stores, Routes routes) throws Exception {
        return new Scope(stores, Selections.of(job, stores, routes));
    }

    /** Starts a comparison; a list of keys is read from its beginning. */
    Differences compare(ObjectStore source, ObjectStore destination, Job job, FinderListener listener) {
        String name = job.choice().keysFrom();
        if (name.isEmpty()) {
            return Differences.find(source, destination, job, listener, selection);
        }
        KeyList keys = new KeyList(
                () -> open(name),
                name.equals(Choice.STANDARD_INPUT) ? "on the standard input" : Printable.of(name),
                job.choice().keysNull(),
                job.source().prefix());
        return Differences.ofKeys(source, destination, job, listener, selection, keys);
    }

    private InputStream open(String name) throws IOException, InterruptedException {
        if (name.equals(Choice.STANDARD_INPUT)) {
            return new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // It belongs to the process.
                }
            };
        }
        if (!StoreUrl.isOne(name)) {
            return Files.newInputStream(Path.of(name));
        }
        StoreUrl place = StoreUrl.parse(name);
        ObjectStore store = stores.openForFiles(place);
        try {
            return new FilterInputStream(new ObjectStream(store, place.path(), Backoff.LISTING)) {
                @Override
                public void close() throws IOException {
                    super.close();
                    store.close();
                }
            };
        } catch (RuntimeException | InterruptedException e) {
            store.close();
            throw e;
        }
    }
}
