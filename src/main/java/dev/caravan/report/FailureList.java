package dev.caravan.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.caravan.job.Printable;
import dev.caravan.record.dynamo.ScannedRecord;
import dev.caravan.record.dynamo.StatusScan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Failures as they are found, one a line: for people, or as JSON. */
public final class FailureList implements StatusScan.Sink {

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

    /** Once nobody reads the output any more, no more is wanted. */
    @Override
    public boolean take(ScannedRecord failed) {
        count++;
        if (asJson) {
            try (JsonGenerator json = StatusJson.JSON.createGenerator(out)) {
                json(json, failed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out.println();
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

    static void json(JsonGenerator json, ScannedRecord failed) throws IOException {
        json.writeStartObject();
        if (failed.reserved()) {
            json.writeStringField("message", failed.reservedName());
        } else {
            json.writeStringField("key", failed.key());
        }
        json.writeNumberField("attempts", failed.attempts());
        if (failed.ended() > 0) {
            json.writeStringField("time", StatusJson.instant(failed.ended()).toString());
        }
        json.writeStringField("error", failed.error());
        json.writeEndObject();
    }
}
