package dev.caravan.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import dev.caravan.report.StatusJson;
import dev.caravan.report.Summary;
import dev.caravan.verify.Finding.Kind;
import java.io.PrintWriter;
import java.util.StringJoiner;

/** Prints the summary of a verification. */
final class VerifySummary {

    private VerifySummary() {}

    /** Prints it; {@code complete} is false for a stopped verification. */
    static void print(
            Progress.Snapshot run, Findings findings, VerifyOptions options, boolean complete, PrintWriter out) {
        if (options.json()) {
            json(run, findings, complete, out);
        } else {
            text(run, findings, options, complete, out);
        }
        out.flush();
    }

    private static void text(
            Progress.Snapshot run, Findings findings, VerifyOptions options, boolean complete, PrintWriter out) {
        Summary.row(
                out,
                "listed",
                Quantities.count(run.sourceListed()) + " at the source, " + Quantities.count(run.destinationListed())
                        + " at the destination");
        Summary.row(
                out, "the same", objects(findings.of(Kind.SAME)) + (options.checksum() ? ", read on both sides" : ""));
        Summary.row(out, "missing", objects(findings.of(Kind.MISSING)));
        Summary.row(out, "extra", objects(findings.of(Kind.EXTRA)) + (options.ignoreExtra() ? ", ignored" : ""));
        Summary.row(out, "different", objects(findings.of(Kind.DIFFERENT)) + reasons(findings));
        if (options.checksum()) {
            Summary.row(out, "unread", objects(findings.of(Kind.UNREAD)));
        }
        Summary.row(out, "time", Quantities.time(run.nanos() / 1e9));
        if (!complete) {
            Summary.row(out, "incomplete", "not everything was compared");
        }
    }

    private static String objects(Findings.Count count) {
        return Summary.objects(count.objects().sum(), count.bytes().sum());
    }

    private static String reasons(Findings findings) {
        StringJoiner reasons = new StringJoiner(", ", ": ", "");
        reasons.setEmptyValue("");
        findings.reasons().forEach((reason, count) -> reasons.add(Quantities.count(count) + " by " + reason));
        return reasons.toString();
    }

    private static void json(Progress.Snapshot run, Findings findings, boolean complete, PrintWriter out) {
        ObjectNode line = StatusJson.JSON
                .createObjectNode()
                .put("result", "summary")
                .put("complete", complete)
                .put("sourceListed", run.sourceListed())
                .put("destinationListed", run.destinationListed());
        for (Kind kind : Kind.values()) {
            Findings.Count count = findings.of(kind);
            line.putObject(kind.word())
                    .put("objects", count.objects().sum())
                    .put("bytes", count.bytes().sum());
        }
        ObjectNode reasons = line.putObject("reasons");
        findings.reasons().forEach(reasons::put);
        StatusJson.line(line.put("seconds", run.nanos() / 1e9), out);
    }
}
