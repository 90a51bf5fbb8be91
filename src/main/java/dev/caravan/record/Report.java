package dev.caravan.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.caravan.job.FileProblem;
import dev.caravan.store.ObjectSummary;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the outcome of every object to a file, one a line: CSV (RFC 4180), or JSON lines for a name ending in
 * {@code .jsonl} or {@code .json}. Outcomes: {@code SAME}, those of {@link dev.caravan.record.JobStatus}, in a dry run
 * {@code WOULD_COPY} and {@code WOULD_DELETE}, and in a verification {@code MISSING}, {@code EXTRA}, {@code DIFFERENT}
 * and {@code UNREAD} with the reason as error. A report that can't be written fails the run when it is closed. CSV
 * keeps keys that begin with {@code = + - @} unchanged.
 */
public final class Report implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final BufferedWriter out;
    private final boolean json;
    private final Delivery delivery;
    private final Map<String, String> reasons = new ConcurrentHashMap<>();
    private IOException failure;

    /** Receives the complete file. */
    public interface Delivery {
        void deliver() throws IOException;
    }

    private Report(Path file, BufferedWriter out, boolean json, Delivery delivery) {
        this.file = file;
        this.out = out;
        this.json = json;
        this.delivery = delivery;
    }

    /** Returns a report without output. */
    public static Report none() {
        return new Report(null, null, false, () -> {});
    }

    /**
     * Creates or overwrites a file that is delivered when closed.
     *
     * @throws IOException if it can't be written, with the file and the reason
     */
    public static Report to(Path file, Delivery delivery) throws IOException {
        String name = file.getFileName().toString();
        boolean json = name.endsWith(".jsonl") || name.endsWith(".json");
        try {
            BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            if (!json) {
                out.write("key,fate,size,etag,sourceEtag,attempts,error,start,end,bytesMoved,reason\r\n");
            }
            return new Report(file, out, json, delivery);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static IOException cannotWrite(Path file, IOException cause) {
        return new IOException("the report " + FileProblem.cannotWrite(file, cause), cause);
    }

    /** Keeps the reason to copy an object until the object is reported. */
    public void found(String key, String reason) {
        if (out != null) {
            reasons.put(key, reason);
        }
    }

    public void same(ObjectSummary object) {
        outcome(object.key(), "SAME", object.size(), "", object.etag(), "");
    }

    /** Reports an object by its record; {@code bytesMoved} passed through this process, including failed attempts. */
    public void fate(String sourceKey, StatusRecord record, long bytesMoved) {
        if (out != null) {
            String reason = reasons.remove(sourceKey);
            line(new Line(
                    sourceKey,
                    record.jobStatus().name(),
                    record.size(),
                    record.etag(),
                    record.sourceEtag(),
                    record.attempts(),
                    record.error(),
                    record.start().truncatedTo(ChronoUnit.MILLIS).toString(),
                    record.end().truncatedTo(ChronoUnit.MILLIS).toString(),
                    bytesMoved,
                    reason == null ? "" : reason));
        }
    }

    /**
     * Reports an outcome without a record, because nothing was done.
     *
     * @param etag the destination's, or empty
     * @param sourceEtag the source's, or empty
     * @param why in a few words
     */
    public void outcome(String key, String fate, long size, String etag, String sourceEtag, String why) {
        if (out != null) {
            line(new Line(key, fate, size, etag, sourceEtag, 0, why, "", "", 0, ""));
        }
    }

    /** Reports an object that a dry run would copy, with the reason. */
    public void wouldCopy(String key, long size, String sourceEtag, String reason) {
        if (out != null) {
            line(new Line(key, "WOULD_COPY", size, "", sourceEtag, 0, reason, "", "", 0, reason));
        }
    }

    private synchronized void line(Line line) {
        try {
            if (json) {
                jsonLine(line);
            } else {
                out.write(line.csv());
            }
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }

    /** One object; a time is empty if nothing was done. */
    private record Line(
            String key,
            String fate,
            long size,
            String etag,
            String sourceEtag,
            int attempts,
            String error,
            String start,
            String end,
            long bytesMoved,
            String reason) {

        String csv() {
            return quoted(key) + ',' + fate + ',' + size + ',' + quoted(etag) + ',' + quoted(sourceEtag) + ','
                    + attempts + ',' + quoted(error) + ',' + start + ',' + end + ',' + bytesMoved + ',' + quoted(reason)
                    + "\r\n";
        }
    }

    private void jsonLine(Line object) throws IOException {
        JsonGenerator line = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        line.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        line.writeStartObject();
        line.writeStringField("key", object.key());
        line.writeStringField("fate", object.fate());
        line.writeNumberField("size", object.size());
        line.writeStringField("etag", object.etag());
        line.writeStringField("sourceEtag", object.sourceEtag());
        line.writeNumberField("attempts", object.attempts());
        line.writeStringField("error", object.error());
        line.writeStringField("start", object.start());
        line.writeStringField("end", object.end());
        line.writeNumberField("bytesMoved", object.bytesMoved());
        line.writeStringField("reason", object.reason());
        line.writeEndObject();
        line.close();
        out.write('\n');
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        if (out == null) {
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        if (failure != null) {
            throw cannotWrite(file, failure);
        }
        delivery.deliver();
    }
}
