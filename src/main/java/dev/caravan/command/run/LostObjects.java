package dev.caravan.command.run;

import dev.caravan.job.Printable;
import dev.caravan.progress.Quantities;

/**
 * The objects that the comparison gave to the routes and that have no fate at the end of a run: not copied, deleted, skipped,
 * needless or failed. Routes that a user edited can lose an object, for example by {@code stop} or {@code filter}.
 *
 * @param count how many
 * @param key of one of them; null if none is known
 */
record LostObjects(long count, String key) {

    boolean areSome() {
        return count > 0;
    }

    /** Returns what a user reads of it. */
    String line(String routes) {
        String example = key == null ? "" : ", such as " + Printable.quoted(key);
        return "the routes in " + routes + " ended without a record for " + Quantities.objects(count) + example
                + ": a step such as stop or filter ends a route before direct:record; to leave an object out, set the header"
                + " CaravanSkip in direct:before-copy";
    }
}
