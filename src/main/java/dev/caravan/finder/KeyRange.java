package dev.caravan.finder;

import dev.caravan.job.Job;
import java.util.List;

/**
 * A part of the source's key space and, through the key mapping, of the destination's. Every key is in exactly one
 * range.
 *
 * @param prefix of its keys
 * @param after exclusive lower bound; empty for none
 * @param end inclusive upper bound, which need not exist; empty for none
 * @param top a hint: no key was seen after this one; empty for none
 */
record KeyRange(String prefix, String after, String end, String top) {

    /** Returns a job's ranges: its one object, all keys with its prefix, or the given prefixes. */
    static List<KeyRange> of(Job job, List<String> prefixes) {
        String prefix = job.source().prefix();
        if (prefixes.isEmpty() && job.object()) {
            return List.of(new KeyRange(prefix, "", prefix, ""));
        }
        List<String> disjoint = prefixes.isEmpty() ? List.of(prefix) : PrefixList.disjoint(prefixes);
        return disjoint.stream().map(each -> new KeyRange(each, "", "", "")).toList();
    }
}
