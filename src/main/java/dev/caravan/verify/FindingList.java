package dev.caravan.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Printable;
import dev.caravan.report.StatusJson;
import dev.caravan.store.ObjectSummary;
import java.io.PrintWriter;

/** Prints findings one a line, as text or JSON. */
record FindingList(KeyMapping keys, boolean json, PrintWriter out) {

    synchronized void tell(Finding finding) {
        if (json) {
            json(finding);
        } else {
            out.println(line(finding));
        }
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
}
