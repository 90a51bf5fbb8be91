package dev.caravan.finder;

import dev.caravan.job.Job;
import java.util.List;

/**
 * A part of the source's key space, and of the destination's under the key mapping. Every key is in exactly one range.
 *
 * @param prefix what its keys begin with
 * @param after they come after this key; empty for all with the prefix
 * @param end they don't come after this key, which need not exist; empty for all with the prefix
 * @param top nothing was seen after this key when somebody last looked; only a hint, empty for none
 */
record KeyRange(String prefix, String after, String end, String top) {

    /** Returns what a job compares: its one object, or all keys with its prefix or with one of these, where there are any. */
    static List<KeyRange> of(Job job, List<String> prefixes) {
        String prefix = job.source().prefix();
        if (prefixes.isEmpty() && job.object()) {
            return List.of(new KeyRange(prefix, "", prefix, ""));
        }
        List<String> disjoint = prefixes.isEmpty() ? List.of(prefix) : PrefixList.disjoint(prefixes);
        return disjoint.stream().map(each -> new KeyRange(each, "", "", "")).toList();
    }
}
