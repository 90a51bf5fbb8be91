package dev.caravan.command.run;

import dev.caravan.finder.PrefixList;
import dev.caravan.finder.PrefixListException;
import dev.caravan.job.FileProblem;
import dev.caravan.job.FilterRules;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Selection;
import dev.caravan.job.StoreType;
import dev.caravan.job.StoreUrl;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the files that select a job's objects: a local file, an object of Amazon S3 through the route {@code file}, or
 * an object of the source's provider.
 */
final class Selections {

    /** The largest file: ten million short prefixes. */
    static final int MAX_BYTES = 64 << 20;

    private Selections() {}

    /** Reads the selection; {@code routes} may be null without a file in Amazon S3. */
    static Selection of(Job job, Stores stores, Routes routes) throws Exception {
        return new Selection(job, prefixes(job, stores, routes), rules(job, stores, routes));
    }

    private static List<String> prefixes(Job job, Stores stores, Routes routes) throws Exception {
        String name = job.choice().prefixList();
        if (name.isEmpty()) {
            return job.choice().prefixes();
        }
        byte[] text = read(JobOption.PREFIX_LIST, name, stores, routes);
        try {
            return PrefixList.parse(text, name, job.source().prefix());
        } catch (PrefixListException e) {
            throw CannotStartException.configuration("--prefix-list: " + e.getMessage(), e);
        }
    }

    /** Reads the filter file; null if the job has none. */
    private static FilterRules rules(Job job, Stores stores, Routes routes) throws Exception {
        String name = job.choice().filterFrom();
        if (name.isEmpty()) {
            return null;
        }
        byte[] text = read(JobOption.FILTER_FROM, name, stores, routes);
        try {
            return FilterRules.parse(text, name);
        } catch (IllegalArgumentException e) {
            throw CannotStartException.configuration("--filter-from: " + e.getMessage(), e);
        }
    }

    private static byte[] read(JobOption option, String name, Stores stores, Routes routes) throws Exception {
        try {
            return StoreUrl.isOne(name) ? object(option, name, stores, routes) : file(option, name);
        } catch (StoreException e) {
            throw new CannotStartException(option.commandLineName() + ": " + e.getMessage(), e);
        }
    }

    private static byte[] file(JobOption option, String name) throws CannotStartException {
        Path file = Path.of(name);
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw tooLong(option, name);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw CannotStartException.configuration(option.commandLineName() + ": there is no file " + name, e);
        } catch (IOException e) {
            throw new CannotStartException(
                    option.commandLineName() + ": " + name + " can't be read: " + FileProblem.reason(e), e);
        }
    }

    private static byte[] object(JobOption option, String url, Stores stores, Routes routes) throws Exception {
        StoreUrl place = StoreUrl.parse(url);
        if (place.type() == StoreType.S3) {
            try (InputStream stream = routes.readFile(url)) {
                return bytes(option, stream, url);
            }
        }
        try (ObjectStore store = stores.source().openStore(place.bucket());
                ObjectContent content = store.get(new GetRequest(place.path(), null, null))) {
            return bytes(option, content.stream(), url);
        }
    }

    private static byte[] bytes(JobOption option, InputStream stream, String name)
            throws IOException, CannotStartException {
        byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLong(option, name);
        }
        return bytes;
    }

    private static CannotStartException tooLong(JobOption option, String name) {
        return CannotStartException.configuration(
                option.commandLineName() + ": " + name + " is longer than " + (MAX_BYTES >> 20) + " MiB", null);
    }
}
