package dev.caravan.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.job.Printable;
import dev.caravan.progress.Quantities;
import dev.caravan.record.OpenUpload;
import dev.caravan.record.OpenUploads;
import dev.caravan.report.UploadFate.Fate;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints uploads one a line as they are found, as text or JSON, and their totals. */
public final class UploadList {

    private final PrintWriter out;
    private final boolean asJson;
    private final Instant now;
    private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
    private long count;
    private long bytes;

    /** @param now the reference for ages */
    public UploadList(PrintWriter out, boolean asJson, Instant now) {
        this.out = out;
        this.asJson = asJson;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    /** Prints one; returns false once the output is closed. */
    boolean take(UploadFate seen) {
        count++;
        bytes += seen.upload().size();
        counts.merge(seen.fate(), 1L, Long::sum);
        if (asJson) {
            json(seen);
        } else {
            out.println(line(seen));
        }
        return !out.checkError();
    }

    /** Returns how many uploads couldn't be aborted. */
    public long failed() {
        return counts.getOrDefault(Fate.FAILED, 0L);
    }

    public String totals() {
        List<String> parts = new ArrayList<>();
        parts.add(Quantities.count(count) + (count == 1 ? " upload" : " uploads") + ", " + Quantities.bytes(bytes)
                + " when complete");
        counts.forEach((fate, number) -> {
            if (fate != Fate.OPEN) {
                parts.add(Quantities.count(number) + " " + fate.text);
            }
        });
        return String.join("; ", parts);
    }

    private String line(UploadFate seen) {
        OpenUpload upload = seen.upload();
        String age = upload.started() > 0 ? Quantities.age(seconds(upload)) : "unknown";
        String fate = seen.fate().text + (seen.why().isEmpty() ? "" : ": " + Printable.of(seen.why()));
        return String.format(Locale.ROOT, "%12s  %10s  %16s  ", age, Quantities.bytes(upload.size()), parts(seen))
                + upload.status() + "  " + Printable.quoted(upload.key()) + "  " + Printable.of(upload.uploadId())
                + (fate.isEmpty() ? "" : "  " + fate);
    }

    private static String parts(UploadFate seen) {
        return (seen.partsDone() == OpenUploads.UNKNOWN ? "?" : Long.toString(seen.partsDone())) + " of "
                + (seen.upload().parts() > 0 ? seen.upload().parts() : "?") + " parts";
    }

    private void json(UploadFate seen) {
        OpenUpload upload = seen.upload();
        ObjectNode json = StatusJson.JSON
                .createObjectNode()
                .put("key", upload.key())
                .put("status", upload.status().name());
        if (upload.started() > 0) {
            StatusJson.time(json, "started", StatusJson.instant(upload.started()));
            json.put("ageSeconds", seconds(upload));
        }
        json.put("size", upload.size());
        if (seen.partsDone() != OpenUploads.UNKNOWN) {
            json.put("partsDone", seen.partsDone());
        }
        if (upload.parts() > 0) {
            json.put("parts", upload.parts());
        }
        json.put("uploadId", upload.uploadId()).put("fate", seen.fate().name());
        if (!seen.why().isEmpty()) {
            json.put("why", seen.why());
        }
        StatusJson.line(json, out);
    }

    private long seconds(OpenUpload upload) {
        return Math.max(0, (now.toEpochMilli() - upload.started()) / 1000);
    }
}
