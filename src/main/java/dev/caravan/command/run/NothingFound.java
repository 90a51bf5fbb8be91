package dev.caravan.command.run;

import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.progress.Quantities;
import java.io.PrintWriter;

/** A comparison that found nothing at all may be right, or its job mistyped: it is not passed over without a word. */
final class NothingFound {

    private NothingFound() {}

    /**
     * Says so.
     *
     * @param listed objects that the source has listed
     * @param chosen objects of these that the job is about
     */
    static void tell(Job job, long listed, long chosen, PrintWriter err) {
        if (chosen > 0) {
            return;
        }
        String source = Printable.of(job.source().url());
        String why;
        if (listed == 0) {
            why = source + " lists no object"
                    + (job.prefixList().isEmpty() ? "" : " with a prefix of " + Printable.of(job.prefixList()))
                    + "; check the bucket and the prefix";
        } else if (job.include().isEmpty() && job.exclude().isEmpty()) {
            why = source + " lists only the marker of the folder itself";
        } else {
            why = "--include and --exclude leave out " + Quantities.objects(listed) + " of " + source
                    + ", which is all";
        }
        err.println(Program.NAME + ": nothing found: " + why);
        err.flush();
    }
}
