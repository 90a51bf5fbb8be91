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
 * The status of one object. Capitalized component names are the table's attributes.
 *
 * @param objectKey the destination's key
 * @param jobStatus current state
 * @param size in bytes
 * @param etag at the destination, without quotes; empty before the copy
 * @param sourceEtag at the source, without quotes
 * @param sequencer of the event; empty for a comparison
 * @param start when the message was received
 * @param end when it was done
 * @param attempts number of attempts
 * @param error class and message, also for DONE without all metadata; empty if there is none
 * @param uploadId of the multipart upload; empty if none
 * @param parts of the multipart upload; 0 if none
 * @param partSize of every part but the last, in bytes; 0 if none
 * @param received first delivery by the queue, in epoch milliseconds by the queue's clock; 0 without a queue
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

    /** Returns the record of an unreadable message, under a key that no object can have. */
    public static StatusRecord unreadable(String messageId, int attempts, String error) {
        Instant now = Instant.now();
        return new StatusRecord(
                ReservedKey.of("message " + messageId),
                JobStatus.ERROR,
                0,
                "",
                "",
                "",
                now,
                now,
                attempts,
                error,
                "",
                0,
                0,
                0);
    }

    public List<Object> columns() {
        return List.of(
                objectKey,
                jobStatus.name(),
                size,
                etag,
                sourceEtag,
                time(start),
                time(end),
                start.toEpochMilli(),
                end.toEpochMilli(),
                spentSeconds(),
                attempts,
                error,
                uploadId,
                parts);
    }

    /** Returns the attributes by name for route steps, including empty texts and zeros. */
    public Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ObjectKey", objectKey);
        map.put("JobStatus", jobStatus.name());
        map.put("Size", size);
        map.put("Etag", etag);
        map.put("SourceEtag", sourceEtag);
        map.put("Sequencer", sequencer);
        map.put("StartTime", time(start));
        map.put("EndTime", time(end));
        map.put("StartTimestamp", start.toEpochMilli());
        map.put("EndTimestamp", end.toEpochMilli());
        map.put("SpentTime", spentSeconds());
        map.put("Attempts", attempts);
        map.put("Error", error);
        map.put("UploadId", uploadId);
        map.put("Parts", parts);
        return map;
    }

    /** Formats a time. Keeps the last one, since records of one second share it. */
    public static String time(Instant instant) {
        Formatted known = LAST.get();
        if (known.second() != instant.getEpochSecond()) {
            known = new Formatted(instant.getEpochSecond(), TIME.format(instant));
            LAST.set(known);
        }
        return known.text();
    }

    private double spentSeconds() {
        return Duration.between(start, end).toMillis() / 1000.0;
    }

    /**
     * Returns the record with {@code now} as its end. A record that waited for the table must not look older than
     * others written meanwhile, which recognise concurrent work by its end.
     */
    public StatusRecord writtenAt(Instant now) {
        return now.minus(MAY_WAIT).isBefore(end) ? this : with(start, now);
    }

    /** Returns the record with another beginning of its work. */
    public StatusRecord begunAt(Instant when) {
        return with(when, end);
    }

    private StatusRecord with(Instant begin, Instant until) {
        return new StatusRecord(
                objectKey,
                jobStatus,
                size,
                etag,
                sourceEtag,
                sequencer,
                begin,
                until,
                attempts,
                error,
                uploadId,
                parts,
                partSize,
                received);
    }

    /** Returns the record as others find it. A record without an event keeps the sequencer {@code before}. */
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
