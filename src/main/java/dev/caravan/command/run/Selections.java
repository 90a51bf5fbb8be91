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
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

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
        String prefixes = job.choice().prefixList();
        String rules = job.choice().filterFrom();
        return new Selection(
                job,
                prefixes.isEmpty()
                        ? job.choice().prefixes()
                        : read(
                                JobOption.PREFIX_LIST,
                                prefixes,
                                stores,
                                routes,
                                text -> PrefixList.parse(
                                        text, prefixes, job.source().prefix())),
                rules.isEmpty()
                        ? null
                        : read(JobOption.FILTER_FROM, rules, stores, routes, text -> FilterRules.parse(text, rules)));
    }

    private static <T> T read(JobOption option, String name, Stores stores, Routes routes, Function<byte[], T> parse)
            throws Exception {
        String where = option.commandLineName() + ": ";
        try (InputStream stream = open(name, stores, routes)) {
            byte[] text = stream.readNBytes(MAX_BYTES + 1);
            if (text.length > MAX_BYTES) {
                throw CannotStartException.configuration(
                        where + name + " is longer than " + (MAX_BYTES >> 20) + " MiB");
            }
            return parse.apply(text);
        } catch (PrefixListException | IllegalArgumentException e) {
            throw CannotStartException.configuration(where + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw CannotStartException.configuration(where + "there is no file " + name, e);
        } catch (IOException e) {
            throw new CannotStartException(where + name + " can't be read: " + FileProblem.reason(e), e);
        } catch (StoreException e) {
            throw new CannotStartException(where + e.getMessage(), e);
        }
    }

    private static InputStream open(String name, Stores stores, Routes routes) throws Exception {
        if (!StoreUrl.isOne(name)) {
            return Files.newInputStream(Path.of(name));
        }
        return StoreUrl.parse(name).type() == StoreType.S3 ? routes.readFile(name) : JobFile.open(name, stores);
    }
}
