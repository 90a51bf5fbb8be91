package dev.caravan.command.run;

import dev.caravan.component.ObjectStoreComponent;
import dev.caravan.component.s3.S3Component;
import dev.caravan.finder.PrefixList;
import dev.caravan.finder.PrefixListException;
import dev.caravan.job.FileProblem;
import dev.caravan.job.Job;
import dev.caravan.job.StoreType;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Fetches a job's prefix list from a file or from a bucket: from one of the source's kind as the source is read, else from Amazon S3
 * as whom the process runs.
 */
final class PrefixLists {

    private static final String SCHEME_END = "://";

    /** Ten million short prefixes; more would not fit in memory, and are better said by fewer, shorter ones. */
    private static final int MAX_BYTES = 64 << 20;

    private PrefixLists() {}

    static List<String> of(Job job, Stores stores) throws IOException, CannotStartException {
        String name = job.prefixList();
        if (name.isEmpty()) {
            return List.of();
        }
        try {
            byte[] text = isUrl(name) ? object(name, job, stores) : file(name);
            return PrefixList.parse(text, name, job.source().prefix());
        } catch (PrefixListException e) {
            throw CannotStartException.configuration("--prefix-list: " + e.getMessage(), e);
        } catch (StoreException e) {
            throw new CannotStartException("--prefix-list: " + e.getMessage(), e);
        }
    }

    private static byte[] file(String name) throws CannotStartException {
        Path file = Path.of(name);
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw tooLong(name);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw CannotStartException.configuration("--prefix-list: there is no file " + name, e);
        } catch (IOException e) {
            throw new CannotStartException("--prefix-list: " + name + " can't be read: " + FileProblem.reason(e), e);
        }
    }

    private static boolean isUrl(String name) {
        return Arrays.stream(StoreType.values()).anyMatch(type -> name.startsWith(type.scheme() + SCHEME_END));
    }

    private static byte[] object(String url, Job job, Stores stores) throws IOException, CannotStartException {
        int bucket = url.indexOf(SCHEME_END) + SCHEME_END.length();
        int slash = url.indexOf('/', bucket);
        if (slash < 0 || slash == url.length() - 1) {
            throw CannotStartException.configuration(
                    "--prefix-list: " + url + " names no object; s3://bucket/key does", null);
        }
        boolean likeSource = url.startsWith(job.source().type().scheme() + SCHEME_END);
        ObjectStoreComponent component = likeSource ? stores.source() : new S3Component();
        try (ObjectStore store = component.openStore(url.substring(bucket, slash));
                ObjectContent content = store.get(new GetRequest(url.substring(slash + 1), null, null))) {
            if (content.length() > MAX_BYTES) {
                throw tooLong(url);
            }
            return content.stream().readAllBytes();
        }
    }

    private static CannotStartException tooLong(String name) {
        return CannotStartException.configuration(
                "--prefix-list: " + name + " is longer than " + (MAX_BYTES >> 20) + " MiB", null);
    }
}
