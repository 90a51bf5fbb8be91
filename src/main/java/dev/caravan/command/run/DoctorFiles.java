package dev.caravan.command.run;

import dev.caravan.doctor.Examination;
import dev.caravan.doctor.Finding;
import dev.caravan.finder.PrefixList;
import dev.caravan.finder.PrefixListException;
import dev.caravan.finder.inventory.Inventory;
import dev.caravan.finder.inventory.InventoryException;
import dev.caravan.finder.inventory.InventoryFiles;
import dev.caravan.job.Choice;
import dev.caravan.job.FileProblem;
import dev.caravan.job.FilterRules;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Printable;
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Checks the files that select a job's objects. */
record DoctorFiles(Job job) {

    /** Looks at the files; finds nothing without one. */
    List<Finding> visit() throws Exception {
        Choice choice = job.choice();
        if (Stream.of(choice.prefixList(), choice.filterFrom(), choice.keysFrom(), choice.inventory())
                .allMatch(String::isEmpty)) {
            return List.of();
        }
        Examination examination = new Examination("selection");
        try (Stores stores = new Stores(job)) {
            look(examination, stores, JobOption.PREFIX_LIST, choice.prefixList(), this::prefixes);
            look(examination, stores, JobOption.FILTER_FROM, choice.filterFrom(), this::rules);
            if (!choice.keysFrom().equals(Choice.STANDARD_INPUT)) {
                look(examination, stores, JobOption.KEYS_FROM, choice.keysFrom(), text -> "can be read");
            }
            if (!choice.inventory().isEmpty()) {
                inventory(examination, stores);
            }
        }
        return examination.findings();
    }

    private String prefixes(byte[] text) {
        return PrefixList.parse(text, job.choice().prefixList(), job.source().prefix())
                        .size()
                + " prefixes";
    }

    private String rules(byte[] text) {
        return FilterRules.parse(text, job.choice().filterFrom()).size() + " rules";
    }

    private static void look(
            Examination examination, Stores stores, JobOption option, String name, Function<byte[], String> content)
            throws InterruptedException {
        if (name.isEmpty()) {
            return;
        }
        String check = option.commandLineName();
        try (InputStream stream = JobFile.open(name, stores)) {
            // A list of keys may be of any length.
            byte[] text = stream.readNBytes(option == JobOption.KEYS_FROM ? 1 : Selections.MAX_BYTES);
            examination.ok(check, Printable.of(name) + ": " + content.apply(text));
        } catch (IOException e) {
            examination.wrong(check, Printable.of(name) + ": " + FileProblem.reason(e));
        } catch (StoreException | PrefixListException | IllegalArgumentException e) {
            examination.wrong(check, e.getMessage());
        }
    }

    private void inventory(Examination examination, Stores stores) throws InterruptedException {
        String check = JobOption.INVENTORY.commandLineName();
        try (InventoryFiles files = InventoryPlace.of(job.choice().inventory(), stores)) {
            examination.ok(check, Inventory.describe(job, files));
        } catch (InventoryException | StoreException e) {
            examination.wrong(check, e.getMessage());
        }
    }
}
