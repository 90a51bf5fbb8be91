package dev.caravan.job;

import java.util.List;
import java.util.stream.Stream;

/**
 * Selects names of keys: those that match any include pattern (or all without one), match no exclude pattern, and are
 * accepted by the filter file. A name is what follows the source's folder.
 */
public final class NameFilter {

    private final List<NamePattern> include;
    private final List<NamePattern> exclude;
    private final FilterRules rules;

    private NameFilter(List<NamePattern> include, List<NamePattern> exclude, FilterRules rules) {
        this.include = include;
        this.exclude = exclude;
        this.rules = rules;
    }

    /** Creates a filter of validated patterns, without a final lone backslash. */
    public static NameFilter of(List<String> include, List<String> exclude) {
        return new NameFilter(globs(include).toList(), globs(exclude).toList(), null);
    }

    /** @param rules null without a filter file */
    static NameFilter of(Choice choice, FilterRules rules) {
        return new NameFilter(
                Stream.concat(
                                globs(choice.include()),
                                choice.includeRegex().stream().map(Regex::new))
                        .toList(),
                Stream.concat(
                                globs(choice.exclude()),
                                choice.excludeRegex().stream().map(Regex::new))
                        .toList(),
                rules);
    }

    private static Stream<NamePattern> globs(List<String> patterns) {
        return patterns.stream().map(Glob::new);
    }

    public boolean accept(String key, int from) {
        return (include.isEmpty() || matchesAny(include, key, from))
                && !matchesAny(exclude, key, from)
                && (rules == null || rules.accept(key, from));
    }

    private static boolean matchesAny(List<NamePattern> patterns, String key, int from) {
        // By index: an iterator for every key would be the only garbage of a comparison.
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(key, from)) {
                return true;
            }
        }
        return false;
    }
}
