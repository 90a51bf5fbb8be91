package dev.caravan.record;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One object's fate. The component names, with a capital first letter, are the attributes of the table.
 *
 * @param objectKey the destination's key
 * @param jobStatus how it ended, or that it has begun
 * @param size in bytes
 * @param etag of the object at the destination, unquoted; empty before it is there
 * @param sourceEtag of the object at the source, unquoted
 * @param sequencer of the event that it comes from; empty where it comes from a comparison
 * @param start when the message was taken up
 * @param end when it was done
 * @param attempts how often it was tried
 * @param error class and message, also of what is DONE but not with all of its metadata; empty where all is well
 * @param uploadId of the multipart upload; empty where there is none
 * @param parts of the multipart upload; 0 where there is none
 * @param partSize of every part but the last, in bytes; 0 where there is none
 * @param received when the queue delivered the message for the first time, in epoch milliseconds by the queue's clock; 0 where no queue tells
 */
public record StatusRecord(
        String objectKey,
        JobStatus jobStatus,
        long size,
        String etag,
        String sourceEtag,
        String sequencer,
        Instant start,
        Instant end,
        int attempts,
        String error,
        String uploadId,
        int parts,
        long partSize,
        long received) {

    private static final Duration MAY_WAIT = Duration.ofSeconds(1);

    public static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private record Formatted(long second, String text) {}

    private static final AtomicReference<Formatted> LAST = new AtomicReference<>(new Formatted(Long.MIN_VALUE, ""));

    /** A record of what no queue has delivered. */
    public StatusRecord(
            String objectKey,
            JobStatus jobStatus,
            long size,
            String etag,
            String sourceEtag,
            String sequencer,
            Instant start,
            Instant end,
            int attempts,
            String error,
            String uploadId,
            int parts,
            long partSize) {
        this(
                objectKey,
                jobStatus,
                size,
                etag,
                sourceEtag,
                sequencer,
                start,
                end,
                attempts,
                error,
                uploadId,
                parts,
                partSize,
                0);
    }

    /** Returns the record of a message of the queue that is none of an object. Its key is one that no object can have. */
    public static StatusRecord unreadable(String messageId, int attempts, String error, Instant when) {
        return new StatusRecord(
                ReservedKey.of("message " + messageId),
                JobStatus.ERROR,
                0,
                "",
                "",
                "",
                when,
                when,
                attempts,
                error,
                "",
                0,
                0);
    }

    /** The record as the table's columns, in their order. */
    public List<Object> columns() {
        return List.of(
                objectKey,
                jobStatus.name(),
                size,
                etag,
                sourceEtag,
                startTime(),
                endTime(),
                start.toEpochMilli(),
                end.toEpochMilli(),
                spentSeconds(),
                attempts,
                error,
                uploadId,
                parts);
    }

    /** Returns the attributes by their names, as steps of routes see them; empty texts and zeros too. */
    public Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ObjectKey", objectKey);
        map.put("JobStatus", jobStatus.name());
        map.put("Size", size);
        map.put("Etag", etag);
        map.put("SourceEtag", sourceEtag);
        map.put("Sequencer", sequencer);
        map.put("StartTime", startTime());
        map.put("EndTime", endTime());
        map.put("StartTimestamp", start.toEpochMilli());
        map.put("EndTimestamp", end.toEpochMilli());
        map.put("SpentTime", spentSeconds());
        map.put("Attempts", attempts);
        map.put("Error", error);
        map.put("UploadId", uploadId);
        map.put("Parts", parts);
        return map;
    }

    /** Returns a time as records have it. Keeps the last one, because the records of one second share it. */
    public static String time(Instant instant) {
        Formatted known = LAST.get();
        if (known.second() != instant.getEpochSecond()) {
            known = new Formatted(instant.getEpochSecond(), TIME.format(instant));
            LAST.set(known);
        }
        return known.text();
    }

    public String startTime() {
        return time(start);
    }

    public String endTime() {
        return time(end);
    }

    public double spentSeconds() {
        return Duration.between(start, end).toMillis() / 1000.0;
    }

    /**
     * The record as it is to be written now. One that had to wait, because the table was away, must not look older than what
     * was written meanwhile: who comes later learns from its end that it came between.
     */
    public StatusRecord writtenAt(Instant now) {
        return now.minus(MAY_WAIT).isBefore(end)
                ? this
                : new StatusRecord(
                        objectKey,
                        jobStatus,
                        size,
                        etag,
                        sourceEtag,
                        sequencer,
                        start,
                        now,
                        attempts,
                        error,
                        uploadId,
                        parts,
                        partSize,
                        received);
    }

    /**
     * The record as others find it.
     *
     * @param before the sequencer that stood there before: a record that comes from no event leaves it
     */
    public StandingRecord standing(String before) {
        return new StandingRecord(
                jobStatus,
                etag,
                sourceEtag,
                sequencer.isEmpty() ? before : sequencer,
                uploadId,
                start.toEpochMilli(),
                end.toEpochMilli());
    }
}
