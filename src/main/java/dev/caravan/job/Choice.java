package dev.caravan.job;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the source's objects a job is about, as its options say it.
 *
 * @param include globs of which a relative key must match one; empty for all
 * @param exclude globs of which a relative key must match none
 * @param includeRegex regular expressions that count as further globs of the first kind
 * @param excludeRegex regular expressions that count as further globs of the second kind
 * @param filterFrom a file, or a URL of a store, with rules for names; empty for none
 * @param prefixes what keys begin with, from the command line or the environment: full prefixes; empty for none
 * @param prefixList a file, or a URL of a store, with one prefix a line; empty for none
 * @param keysFrom a file, a URL of a store or {@link #STANDARD_INPUT}, with the keys of the objects; empty for none
 * @param keysNull whether these keys are separated by NUL
 * @param inventory a file, or a URL of a store: the manifest of an inventory that is listed instead of the source; empty for none
 * @param limits of size, age and storage class
 */
public record Choice(
        List<String> include,
        List<String> exclude,
        List<String> includeRegex,
        List<String> excludeRegex,
        String filterFrom,
        List<String> prefixes,
        String prefixList,
        String keysFrom,
        boolean keysNull,
        String inventory,
        Limits limits) {

    /** The value of the option that stands for the standard input. */
    public static final String STANDARD_INPUT = "-";

    /** All objects. */
    public static final Choice ALL =
            new Choice(List.of(), List.of(), List.of(), List.of(), "", List.of(), "", "", false, "", Limits.NONE);

    public Choice {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        includeRegex = List.copyOf(includeRegex);
        excludeRegex = List.copyOf(excludeRegex);
        prefixes = List.copyOf(prefixes);
    }

    /** Returns the options that may leave out objects that are listed. */
    public List<String> filters() {
        List<String> options = new ArrayList<>();
        addIf(!include.isEmpty(), JobOption.INCLUDE, options);
        addIf(!exclude.isEmpty(), JobOption.EXCLUDE, options);
        addIf(!includeRegex.isEmpty(), JobOption.INCLUDE_REGEX, options);
        addIf(!excludeRegex.isEmpty(), JobOption.EXCLUDE_REGEX, options);
        addIf(!filterFrom.isEmpty(), JobOption.FILTER_FROM, options);
        addIf(limits.minSize() > 0, JobOption.MIN_SIZE, options);
        addIf(limits.maxSize() < Long.MAX_VALUE, JobOption.MAX_SIZE, options);
        addIf(limits.newerThan() != null, JobOption.NEWER_THAN, options);
        addIf(limits.olderThan() != null, JobOption.OLDER_THAN, options);
        addIf(!limits.storageClasses().isEmpty(), JobOption.SOURCE_STORAGE_CLASS, options);
        return options;
    }

    private static void addIf(boolean given, JobOption option, List<String> options) {
        if (given) {
            options.add(option.commandLineName());
        }
    }
}
