package dev.caravan.command.run;

import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * The standard output of a run: text, or one JSON document alone.
 *
 * @param text for people; discards with a document
 * @param json for the document; null for none
 * @param list whether a dry run lists every difference
 */
public record RunOutput(PrintWriter text, PrintWriter json, boolean list) {

    public static RunOutput text(PrintWriter out, boolean list) {
        return new RunOutput(out, null, list);
    }

    public static RunOutput json(PrintWriter out) {
        return new RunOutput(new PrintWriter(Writer.nullWriter()), out, false);
    }

    /** Prints the document of a run that failed before it began, if requested. */
    public void failed(String command, Job job, Exception failure) {
        new RunDocument(json, command, job).failed(new Progress(), failure);
    }

    /** Returns the stream for the console's address. */
    PrintWriter address(PrintWriter err) {
        return json == null ? text : err;
    }
}
