package dev.caravan.job;

import java.util.ArrayList;
import java.util.List;

/**
 * The options that select a source's objects.
 *
 * @param include globs; a relative key must match one; empty for all
 * @param exclude globs; a relative key must match none
 * @param includeRegex regular expressions in addition to {@code include}
 * @param excludeRegex regular expressions in addition to {@code exclude}
 * @param filterFrom file or store URL with rules for names; empty for none
 * @param prefixes full key prefixes of command line or environment; empty for none
 * @param prefixList file or store URL with one prefix a line; empty for none
 * @param keysFrom file, store URL or {@link #STANDARD_INPUT} with keys; empty for none
 * @param keysNull whether these keys are separated by NUL
 * @param inventory file or store URL of an inventory's manifest, listed instead of the source; empty for none
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

    public static final String STANDARD_INPUT = "-";

    public static final Choice ALL =
            new Choice(List.of(), List.of(), List.of(), List.of(), "", List.of(), "", "", false, "", Limits.NONE);

    public Choice {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        includeRegex = List.copyOf(includeRegex);
        excludeRegex = List.copyOf(excludeRegex);
        prefixes = List.copyOf(prefixes);
    }

    /** Returns the options that may exclude listed objects. */
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
