package dev.caravan.command;

import dev.caravan.command.run.CannotStartException;
import dev.caravan.command.run.RunOutput;
import dev.caravan.command.run.SourceObject;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Problem;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** The output options of {@code sync} and {@code finder}. */
final class RunOutputOptions {

    /** Lists every difference of a dry run, which may be millions of lines. */
    private static final String LIST = "--list";

    private static final String JSON = "--json";

    private RunOutputOptions() {}

    static void addTo(Command command) {
        command.addFlag(
                LIST, "With --dry-run: also print every object that would be copied or deleted, with the reason.");
        command.addFlag(
                JSON, "Print one JSON document at the end and nothing else; docs/scripts.md describes its fields.");
    }

    static RunOutput read(Command command, Job job) throws InvalidJobException {
        boolean list = command.given(LIST);
        boolean json = command.given(JSON);
        List<Problem> problems = new ArrayList<>();
        if (list && !job.dryRun()) {
            problems.add(new Problem(LIST, "is valid with --dry-run only", true));
        }
        if (json && list) {
            problems.add(new Problem(JSON, "prints one document; --report lists every object", true));
        }
        if (json && !job.metricsNamespace().isEmpty()) {
            problems.add(new Problem(
                    JSON,
                    "can't be used with " + JobOption.METRICS_NAMESPACE.commandLineName()
                            + ", which prints to standard output too",
                    true));
        }
        if (!problems.isEmpty()) {
            throw new InvalidJobException(problems);
        }
        return json
                ? new RunOutput(new PrintWriter(Writer.nullWriter()), command.out, false)
                : new RunOutput(command.out, null, list);
    }

    /** Returns the job, or that of a single object: see {@link SourceObject}. */
    static Job resolved(Command command, Job job, RunOutput output) throws CannotStartException {
        try {
            return SourceObject.resolved(job, command.arguments(), command.err);
        } catch (CannotStartException e) {
            output.failed(command.spec.name(), job, e);
            throw e;
        }
    }
}
