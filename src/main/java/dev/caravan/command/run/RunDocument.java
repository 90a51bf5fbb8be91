package dev.caravan.command.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.progress.Progress;
import dev.caravan.report.RunJson;
import dev.caravan.report.StatusJson;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.function.Consumer;

/** The JSON document at the end of a run, if requested. */
final class RunDocument {

    private final PrintWriter out;
    private final String command;
    private final Job job;
    private final Instant began = Instant.now();
    private Consumer<ObjectNode> more = document -> {};
    private boolean printed;

    /** @param out null for no document */
    RunDocument(PrintWriter out, String command, Job job) {
        this.out = out;
        this.command = command;
        this.job = job;
    }

    /** Adds figures of the command, now or at the end. */
    void adds(Consumer<ObjectNode> fields) {
        more = fields;
    }

    void ended(Progress progress, EndedBy by, int exitCode) {
        print(progress, by, exitCode, "");
    }

    /** Prints the failure of the run, unless its end was printed. */
    void failed(Progress progress, Exception failure) {
        print(progress, EndedBy.FAILURE, Failures.exitCode(failure), Printable.of(Failures.message(failure)));
    }

    private void print(Progress progress, EndedBy by, int exitCode, String error) {
        if (out == null || printed) {
            return;
        }
        printed = true;
        ObjectNode document = RunJson.document(command, job, began, progress);
        document.put("version", Program.version()).put("endedBy", by.word());
        if (by != EndedBy.SIGNAL) {
            // The Java machine ends with 130 or 143 then.
            document.put("exitCode", exitCode);
        }
        if (!error.isEmpty()) {
            document.put("error", error);
        }
        more.accept(document);
        StatusJson.line(document, out);
    }
}
