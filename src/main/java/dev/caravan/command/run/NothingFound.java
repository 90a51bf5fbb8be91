package dev.caravan.command.run;

import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import java.io.PrintWriter;

/** Reports a comparison that found nothing, since its options may be wrong. */
final class NothingFound {

    private NothingFound() {}

    /** Prints a line if a run of the job found nothing, and no object was equal or failed. */
    static void tell(Job job, Progress.Snapshot run, PrintWriter err) {
        tell(job, run.sourceListed(), run.same() + run.found() + run.failed(), err);
    }

    /** Prints a line if the job chooses none of the objects that are listed at the source. */
    static void tell(Job job, long listed, long chosen, PrintWriter err) {
        if (chosen > 0) {
            return;
        }
        String source = Printable.of(job.source().url());
        String why;
        if (listed == 0 && !job.choice().keysFrom().isEmpty()) {
            why = "--keys-from names no key";
        } else if (listed == 0 && !job.choice().inventory().isEmpty()) {
            why = "--inventory lists no object; check its manifest and the prefix";
        } else if (listed == 0) {
            String list = job.choice().prefixList();
            why = source + " lists no object" + (list.isEmpty() ? "" : " with a prefix of " + Printable.of(list))
                    + (job.choice().prefixes().isEmpty() ? "" : " with a prefix of --prefix")
                    + "; check the bucket and the prefix";
        } else if (job.choice().filters().isEmpty()) {
            why = source + " lists only the marker of the folder itself";
        } else {
            why = "of " + Quantities.objects(listed) + " of " + source + " none passes "
                    + String.join(", ", job.choice().filters());
        }
        err.println(Program.NAME + ": nothing found: " + why);
    }
}
