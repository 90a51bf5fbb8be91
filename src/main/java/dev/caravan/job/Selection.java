package dev.caravan.job;

import java.util.Arrays;
import java.util.List;

/** Selects the objects that a job moves: by its prefix, its list of prefixes, name patterns, and limits. */
public final class Selection {

    private final KeyMapping keys;
    private final boolean object;
    private final NameFilter names;
    private final Limits limits;
    private final List<String> prefixes;
    private final String[] disjoint;

    /** Creates the selection of a job; {@code prefixes} are empty without a list, {@code rules} null without a file. */
    public Selection(Job job, List<String> prefixes, FilterRules rules) {
        this.keys = job.keys();
        this.object = job.object();
        this.names = NameFilter.of(job.choice(), rules);
        this.limits = job.choice().limits();
        this.prefixes = List.copyOf(prefixes);
        this.disjoint = disjoint(prefixes);
    }

    /** Returns the prefixes in the given order; empty if the job's prefix alone decides. */
    public List<String> prefixes() {
        return prefixes;
    }

    public NameFilter names() {
        return names;
    }

    public Limits limits() {
        return limits;
    }

    public boolean contains(String key) {
        return hasPrefix(key) && hasName(key) && isListed(key) && names.accept(keys.relative(key), 0);
    }

    /** Returns whether the key has the source's prefix, or is the job's only key. */
    public boolean hasPrefix(String key) {
        return object ? key.equals(keys.sourcePrefix()) : key.startsWith(keys.sourcePrefix());
    }

    public boolean hasName(String key) {
        return keys.hasName(key);
    }

    private boolean isListed(String key) {
        if (disjoint.length == 0) {
            return true;
        }
        // Keys with a prefix follow it directly, and no prefix begins with another: only the last prefix up to the key
        // can match.
        int found = Arrays.binarySearch(disjoint, key);
        int last = found >= 0 ? found : -found - 2;
        return last >= 0 && key.startsWith(disjoint[last]);
    }

    /** Returns the prefixes in order without those that start with another; an array, since there may be many. */
    private static String[] disjoint(List<String> prefixes) {
        String[] sorted = prefixes.toArray(String[]::new);
        Arrays.sort(sorted);
        int kept = 0;
        for (String prefix : sorted) {
            if (kept == 0 || !prefix.startsWith(sorted[kept - 1])) {
                sorted[kept++] = prefix;
            }
        }
        return Arrays.copyOf(sorted, kept);
    }
}
