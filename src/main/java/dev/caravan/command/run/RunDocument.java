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

/** The one JSON document that a run prints at its end, where somebody wants it. */
final class RunDocument {

    private final PrintWriter out;
    private final String command;
    private final Job job;
    private final Instant began = Instant.now();
    private Consumer<ObjectNode> more = document -> {};
    private boolean printed;

    /**
     * Nothing is printed yet.
     *
     * @param out null where nobody wants it
     */
    RunDocument(PrintWriter out, String command, Job job) {
        this.out = out;
        this.command = command;
        this.job = job;
    }

    /** Sets what adds figures that only the command knows. They are asked for now or at the end. */
    void adds(Consumer<ObjectNode> fields) {
        more = fields;
    }

    /** Prints how the run ended. */
    void ended(Progress progress, EndedBy by, int exitCode) {
        print(progress, by, exitCode, "");
    }

    /** Prints with what the run failed, unless it was printed how it ended. */
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
        out.flush();
    }
}
