package dev.caravan.command.run;

import dev.caravan.finder.Chains;
import dev.caravan.finder.Differences;
import dev.caravan.finder.FinderListener;
import dev.caravan.finder.Found;
import dev.caravan.finder.KeyList;
import dev.caravan.finder.VersionDifferences;
import dev.caravan.finder.inventory.Inventory;
import dev.caravan.finder.inventory.InventoryException;
import dev.caravan.job.Choice;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Printable;
import dev.caravan.job.Selection;
import dev.caravan.progress.Quantities;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Compares two listings (the source's may be an inventory), or the keys of a list. */
final class Scope implements AutoCloseable {

    private final Job job;
    private final Stores stores;
    private Selection selection;
    private Inventory inventory;

    Scope(Job job, Stores stores) {
        this.job = job;
        this.stores = stores;
    }

    /** Reads the files that select objects, again for each comparison; {@code routes} are for files in Amazon S3. */
    void select(Routes routes) throws Exception {
        selection = Selections.of(job, stores, routes);
    }

    Selection selection() {
        return selection;
    }

    /** Reads the inventory, again for each comparison; {@code stopped} ends it early. */
    void readInventory(BooleanSupplier stopped, PrintWriter err) throws CannotStartException, InterruptedException {
        close();
        if (job.choice().inventory().isEmpty()) {
            return;
        }
        try {
            inventory = Inventory.read(
                    job,
                    InventoryPlace.of(job.choice().inventory(), stores),
                    Path.of(System.getProperty("java.io.tmpdir")),
                    stopped);
        } catch (InventoryException | StoreException e) {
            String message = JobOption.INVENTORY.commandLineName() + ": " + e.getMessage();
            throw e instanceof InventoryException inventoryFailure && inventoryFailure.isWrong()
                    ? CannotStartException.configuration(message, e)
                    : new CannotStartException(message, e);
        }
        err.println("inventory: " + Quantities.objects(inventory.objects())
                + (inventory.created() == null ? "" : " as of " + inventory.created()));
    }

    /** Returns what to list instead of the source. */
    ObjectStore listed(ObjectStore source) {
        return inventory == null ? source : inventory.over(source);
    }

    /** Starts to find the differences: objects or versions. In the chains, a version waits for the one before. */
    Found find(ObjectStore source, ObjectStore destination, FinderListener listener, Chains chains) {
        return job.fidelity().allVersions()
                ? new VersionDifferences(source, destination, job, listener, selection, chains)
                : compare(source, destination, job, listener);
    }

    /** Starts a comparison; reads a list of keys from its beginning. */
    Differences compare(ObjectStore source, ObjectStore destination, Job of, FinderListener listener) {
        String name = job.choice().keysFrom();
        if (name.isEmpty()) {
            return Differences.find(listed(source), destination, of, listener, selection, Backoff.LISTING);
        }
        KeyList keys = new KeyList(
                () -> JobFile.open(name, stores),
                name.equals(Choice.STANDARD_INPUT) ? "on the standard input" : Printable.of(name),
                job.choice().keysNull(),
                job.source().prefix());
        return Differences.ofKeys(source, destination, of, listener, selection, keys);
    }

    @Override
    public void close() {
        if (inventory != null) {
            inventory.close();
            inventory = null;
        }
    }
}
