package dev.caravan.job;

import java.util.Arrays;
import java.util.List;

/**
 * Which of the source's objects a job moves: those whose keys begin with its prefix, with one of the prefixes of its list where there is
 * one, whose names its patterns let pass, and that are within its limits.
 */
public final class Selection {

    private final KeyMapping keys;
    private final boolean object;
    private final NameFilter names;
    private final Limits limits;
    private final List<String> prefixes;
    private final String[] disjoint;

    /** Selects the objects of a job without a filter file and of its prefixes, which are empty where it has none. */
    public Selection(Job job, List<String> prefixes) {
        this(job, prefixes, null);
    }

    /** @param rules of the job's filter file; null where it has none */
    public Selection(Job job, List<String> prefixes, FilterRules rules) {
        this.keys = job.keys();
        this.object = job.object();
        this.names = NameFilter.of(job.choice(), rules);
        this.limits = job.choice().limits();
        this.prefixes = List.copyOf(prefixes);
        this.disjoint = disjoint(prefixes);
    }

    /** What keys begin with, in the order in which it was said; empty where the job's prefix alone decides. */
    public List<String> prefixes() {
        return prefixes;
    }

    /** Which names are moved. */
    public NameFilter names() {
        return names;
    }

    /** Which sizes, ages and storage classes are moved. */
    public Limits limits() {
        return limits;
    }

    /** Whether the key is moved. */
    public boolean contains(String key) {
        return hasPrefix(key) && hasName(key) && isListed(key) && names.accept(keys.relative(key), 0);
    }

    /** Whether the key begins with the source's prefix, or is the job's only one: no other has a place at the destination. */
    public boolean hasPrefix(String key) {
        return object ? key.equals(keys.sourcePrefix()) : key.startsWith(keys.sourcePrefix());
    }

    /** Whether the key names something at the destination. */
    public boolean hasName(String key) {
        return keys.hasName(key);
    }

    private boolean isListed(String key) {
        if (disjoint.length == 0) {
            return true;
        }
        // What begins with a prefix follows it at once, and none begins with another: only the last one up to the key
        // can be its own.
        int found = Arrays.binarySearch(disjoint, key);
        int last = found >= 0 ? found : -found - 2;
        return last >= 0 && key.startsWith(disjoint[last]);
    }

    /** In order, without those that begin with another one; an array, because the list may be long. */
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
