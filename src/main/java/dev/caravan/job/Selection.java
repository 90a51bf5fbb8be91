package dev.caravan.job;

import java.util.Arrays;
import java.util.List;

/**
 * Which of the source's keys a job moves: those that begin with its prefix, with one of the prefixes of its list where there
 * is one, and whose names its include and exclude patterns let pass.
 */
public final class Selection {

    private final KeyMapping keys;
    private final boolean object;
    private final Globs globs;
    private final String[] prefixes;

    /** Selects the keys of a job and of its prefix list, which is empty where it has none. */
    public Selection(Job job, List<String> prefixes) {
        this.keys = job.keys();
        this.object = job.object();
        this.globs = new Globs(job.include(), job.exclude());
        this.prefixes = disjoint(prefixes);
    }

    /** Whether the key is moved. */
    public boolean contains(String key) {
        return hasPrefix(key) && hasName(key) && isListed(key) && globs.accept(keys.relative(key), 0);
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
        if (prefixes.length == 0) {
            return true;
        }
        // What begins with a prefix follows it at once, and none begins with another: only the last one up to the key
        // can
        // be its own.
        int found = Arrays.binarySearch(prefixes, key);
        int last = found >= 0 ? found : -found - 2;
        return last >= 0 && key.startsWith(prefixes[last]);
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
