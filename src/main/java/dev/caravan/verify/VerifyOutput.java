package dev.caravan.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.job.Job;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Printable;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import dev.caravan.report.StatusJson;
import dev.caravan.report.Summary;
import dev.caravan.store.ObjectSummary;
import dev.caravan.verify.Finding.Kind;
import java.io.PrintWriter;
import java.util.StringJoiner;

/** Prints findings one a line and the summary, as text or JSON. */
record VerifyOutput(VerifyOptions options, Job job, PrintWriter out) {

    synchronized void print(Finding finding) {
        if (options.json()) {
            json(finding);
        } else {
            out.println(line(finding));
        }
    }

    /** Prints the summary; {@code complete} is false for a stopped verification. */
    void print(Progress.Snapshot run, Findings findings, boolean complete) {
        if (options.json()) {
            json(run, findings, complete);
        } else {
            text(run, findings, complete);
        }
        out.flush();
    }

    /** Returns the line, with the source's key except for an extra object of the destination. */
    private static String line(Finding finding) {
        ObjectSummary named = finding.source() == null ? finding.destination() : finding.source();
        String word = finding.kind().word();
        StringBuilder line = new StringBuilder(120)
                .append(word)
                .append(" ".repeat(11 - word.length()))
                .append(Printable.quoted(named.key()));
        if (finding.reason().isEmpty()) {
            return line.append("  ").append(named.size()).toString();
        }
        line.append("  ").append(finding.reason());
        if (!finding.detail().isEmpty()) {
            line.append(": ").append(Printable.of(finding.detail()));
        }
        return line.toString();
    }

    private void json(Finding finding) {
        ObjectSummary source = finding.source();
        ObjectSummary destination = finding.destination();
        KeyMapping keys = job.keys();
        ObjectNode line = StatusJson.JSON
                .createObjectNode()
                .put("result", finding.kind().word())
                .put("key", source == null ? keys.sourceKey(destination.key()) : source.key())
                .put("destinationKey", destination == null ? keys.destinationKey(source.key()) : destination.key());
        if (!finding.reason().isEmpty()) {
            line.put("reason", finding.reason()).put("detail", finding.detail());
        }
        object(line, "source", source);
        object(line, "destination", destination);
        StatusJson.line(line, out);
    }

    private static void object(ObjectNode line, String name, ObjectSummary object) {
        if (object != null) {
            line.putObject(name)
                    .put("size", object.size())
                    .put("etag", object.etag())
                    .put("lastModified", object.lastModified().toString());
        }
    }

    private void text(Progress.Snapshot run, Findings findings, boolean complete) {
        Summary.looked(run, job, out);
        Summary.row(
                out, "the same", objects(findings.of(Kind.SAME)) + (options.checksum() ? ", read on both sides" : ""));
        Summary.row(out, "missing", objects(findings.of(Kind.MISSING)));
        Summary.row(out, "extra", objects(findings.of(Kind.EXTRA)) + (options.ignoreExtra() ? ", ignored" : ""));
        Summary.row(out, "different", objects(findings.of(Kind.DIFFERENT)) + reasons(findings));
        if (options.checksum() || findings.objects(Kind.UNREAD) > 0) {
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

    private void json(Progress.Snapshot run, Findings findings, boolean complete) {
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
