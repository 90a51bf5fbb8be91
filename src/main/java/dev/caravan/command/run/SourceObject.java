package dev.caravan.command.run;

import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.store.Backoff;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.io.PrintWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;

/** Handles a SOURCE that names an object and no folder: the job copies the object alone and deletes nothing. */
public final class SourceObject {

    private static final Logger LOG = LoggerFactory.getLogger(SourceObject.class);

    /** The pages to read, since a page may be empty and have a next one. */
    private static final int PAGES = 10;

    private SourceObject() {}

    public static Job resolved(Job job, ParseResult arguments, PrintWriter err) throws CannotStartException {
        String argument = arguments.matchedPositionalValue(0, "");
        String folder = job.source().prefix();
        if (argument.isEmpty()
                || argument.endsWith("/")
                || folder.isEmpty()
                || !job.choice().prefixes().isEmpty()
                || !job.choice().prefixList().isEmpty()
                || !job.choice().keysFrom().isEmpty()) {
            return job;
        }
        String key = folder.substring(0, folder.length() - 1);
        if (!isAlone(job, key)) {
            return job;
        }
        Job one = job.ofObject(key);
        err.println(Program.NAME + ": " + Printable.of(one.source().url())
                + " is one object, not a folder: only this object is compared"
                + (job.delete() ? ", and nothing is deleted" : ""));
        return one;
    }

    /**
     * Returns whether SOURCE is an object and not a folder. Uses listings, which the job may do anyway, with retries:
     * without an answer it is unknown whether SOURCE is a folder. The job itself reports other problems.
     */
    private static boolean isAlone(Job job, String key) throws CannotStartException {
        try (Stores stores = new Stores(job);
                ObjectStore store = stores.source().openStore(job.source().bucket())) {
            return Backoff.LISTING.repeat(() -> isAlone(store, key), e -> LOG.warn("{}: retrying", e.getMessage()));
        } catch (ThrottledException | TransientException e) {
            throw new CannotStartException(e.getMessage(), e);
        } catch (StoreException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartException("interrupted before the source could be reached", e);
        }
    }

    private static boolean isAlone(ObjectStore store, String key) {
        try {
            List<ObjectSummary> first = first(store, key);
            return !first.isEmpty()
                    && first.get(0).key().equals(key)
                    && first(store, key + "/").isEmpty();
        } catch (TransientException e) {
            // Throws another exception if the store can't be reached at all, which is not retried.
            store.check();
            throw e;
        }
    }

    private static List<ObjectSummary> first(ObjectStore store, String prefix) {
        ObjectPage page = store.list(new ListRequest(prefix, "", "", null, 1));
        for (int pages = 1; page.objects().isEmpty() && page.next() != null && pages < PAGES; pages++) {
            page = store.list(page.next());
        }
        return page.objects();
    }
}
