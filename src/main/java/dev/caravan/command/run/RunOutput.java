package dev.caravan.command.run;

import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What a run prints to standard output: text for people, or one JSON document and nothing else.
 *
 * @param text for people; goes nowhere where a document is wanted
 * @param json for the document; null where none is wanted
 * @param list whether a dry run tells every difference
 */
public record RunOutput(PrintWriter text, PrintWriter json, boolean list) {

    /** Text for people. */
    public static RunOutput text(PrintWriter out, boolean list) {
        return new RunOutput(out, null, list);
    }

    /** One document. */
    public static RunOutput json(PrintWriter out) {
        return new RunOutput(new PrintWriter(Writer.nullWriter()), out, false);
    }

    /**
     * Prints that a run failed before it began, where a document is wanted.
     *
     * @param command its name
     */
    public void failed(String command, Job job, Exception failure) {
        new RunDocument(json, command, job).failed(new Progress(), failure);
    }

    /** Returns the stream that the console's address goes to. */
    PrintWriter address(PrintWriter err) {
        return json == null ? text : err;
    }
}
