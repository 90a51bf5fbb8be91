package dev.caravan.command.run;

import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import java.io.PrintWriter;

/**
 * The standard output of a run: text, or one JSON document alone.
 *
 * @param text for people; discards with a document
 * @param json for the document; null for none
 * @param list whether a dry run lists every difference
 */
public record RunOutput(PrintWriter text, PrintWriter json, boolean list) {

    /** Prints the document of a run that failed before it began, if requested. */
    public void failed(String command, Job job, Exception failure) {
        new RunDocument(json, command, job).failed(new Progress(), failure);
    }

    /** Returns the stream for the console's address. */
    PrintWriter address(PrintWriter err) {
        return json == null ? text : err;
    }
}
