package dev.caravan.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.job.Printable;
import dev.caravan.record.dynamo.ScannedRecord;
import java.io.PrintWriter;

/** Prints failures one a line as they are found, as text or JSON. */
public final class FailureList {

    private final PrintWriter out;
    private final boolean asJson;
    private long count;

    public FailureList(PrintWriter out, boolean asJson) {
        this.out = out;
        this.asJson = asJson;
    }

    public long count() {
        return count;
    }

    /** Prints a failure; returns false once the output is closed. */
    public boolean take(ScannedRecord failed) {
        count++;
        if (asJson) {
            StatusJson.line(json(failed), out);
        } else {
            out.println(line(failed));
        }
        return !out.checkError();
    }

    private static String line(ScannedRecord failed) {
        String attempts = failed.attempts() == 1 ? " attempt  " : " attempts ";
        return (failed.ended() > 0 ? StatusText.time(StatusJson.instant(failed.ended())) : "at an unknown time     ")
                + "  " + failed.attempts() + attempts + " " + StatusText.name(failed) + "  "
                + (failed.error().isEmpty() ? "no reason given" : Printable.of(failed.error()));
    }

    static ObjectNode json(ScannedRecord failed) {
        ObjectNode json = StatusJson.JSON.createObjectNode();
        json.put(failed.reserved() ? "message" : "key", failed.reserved() ? failed.reservedName() : failed.key());
        json.put("attempts", failed.attempts());
        StatusJson.time(json, "time", StatusJson.instant(failed.ended()));
        return json.put("error", failed.error());
    }
}
