package dev.caravan.job;

import java.util.List;

/**
 * Which keys are moved: those that match any include pattern, or all where there is none, and no exclude pattern. A pattern
 * is held against the whole name below the source's folder.
 */
public final class Globs {

    private final List<Glob> include;
    private final List<Glob> exclude;

    /** Patterns as a job has them: none ends with a lone backslash. */
    public Globs(List<String> include, List<String> exclude) {
        this.include = include.stream().map(Glob::new).toList();
        this.exclude = exclude.stream().map(Glob::new).toList();
    }

    /** Returns whether the key is moved; its name, which patterns are for, begins at this index. */
    public boolean accept(String key, int from) {
        return (include.isEmpty() || matchesAny(include, key, from)) && !matchesAny(exclude, key, from);
    }

    private static boolean matchesAny(List<Glob> globs, String key, int from) {
        // By index: an iterator for every key would be the only garbage of a comparison.
        for (int i = 0; i < globs.size(); i++) {
            if (globs.get(i).matches(key, from)) {
                return true;
            }
        }
        return false;
    }
}
