package dev.caravan.job;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The options that select a source's objects.
 *
 * @param include globs; a relative key must match one; empty for all
 * @param exclude globs; a relative key must match none
 * @param includeRegex regular expressions in addition to {@code include}
 * @param excludeRegex regular expressions in addition to {@code exclude}
 * @param filterFrom file or store URL with rules for names; empty for none
 * @param prefixes full key prefixes of command line or environment; empty for none
 * @param prefixList file or store URL with one prefix per line; empty for none
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

    public Choice {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        includeRegex = List.copyOf(includeRegex);
        excludeRegex = List.copyOf(excludeRegex);
        prefixes = List.copyOf(prefixes);
    }

    /** Returns the options that may exclude listed objects. */
    public List<String> filters() {
        return Stream.of(
                        include.isEmpty() ? null : JobOption.INCLUDE,
                        exclude.isEmpty() ? null : JobOption.EXCLUDE,
                        includeRegex.isEmpty() ? null : JobOption.INCLUDE_REGEX,
                        excludeRegex.isEmpty() ? null : JobOption.EXCLUDE_REGEX,
                        filterFrom.isEmpty() ? null : JobOption.FILTER_FROM,
                        limits.minSize() == 0 ? null : JobOption.MIN_SIZE,
                        limits.maxSize() == Long.MAX_VALUE ? null : JobOption.MAX_SIZE,
                        limits.newerThan() == null ? null : JobOption.NEWER_THAN,
                        limits.olderThan() == null ? null : JobOption.OLDER_THAN,
                        limits.storageClasses().isEmpty() ? null : JobOption.SOURCE_STORAGE_CLASS)
                .filter(Objects::nonNull)
                .map(JobOption::commandLineName)
                .toList();
    }
}
