package dev.caravan.command.run;

import dev.caravan.job.Printable;
import dev.caravan.progress.Quantities;

/**
 * The objects without a result at the end of a run: not copied, deleted, skipped, needless or failed. Edited routes can
 * lose an object, for example by {@code stop} or {@code filter}.
 *
 * @param key of one of them; null if unknown
 */
record LostObjects(long count, String key) {

    boolean areSome() {
        return count > 0;
    }

    String line(String routes) {
        String example = key == null ? "" : ", such as " + Printable.quoted(key);
        return "the routes in " + routes + " ended without a record for " + Quantities.objects(count) + example
                + ": a step such as stop or filter ends a route before direct:record; to leave an object out, set the header"
                + " CaravanSkip in direct:before-copy";
    }
}
