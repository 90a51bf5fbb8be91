package dev.caravan.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A worker's status in its table item. Times are in epoch milliseconds, sizes in bytes, counts since its start.
 *
 * @param id machine, process and a random number
 * @param version of Caravan
 * @param job the two sides
 * @param queue its name
 * @param started start time
 * @param seen time of this report
 * @param interval until the next report, in milliseconds
 * @param state {@code working}, {@code holds back}, {@code paused}, {@code stopping} or {@code ended}
 * @param why it stops or receives nothing, and when it tries again; empty while working
 * @param slots messages processed at a time
 * @param used slots in use
 * @param objects copied
 * @param bytes their size
 * @param deleted objects deleted
 * @param needless objects that no longer needed work
 * @param failed objects that failed for good
 * @param failing messages that failed in a row
 * @param hour work of the last hour
 * @param oldest key in progress for the longest time; empty if none
 * @param oldestSeconds for how long
 * @param failures final failures, latest kind first
 * @param passing retried failures, latest kind first; counts are attempts
 * @param giants giant objects with parts moved by it
 */
public record WorkerStatus(
        String id,
        String version,
        String job,
        String queue,
        long started,
        long seen,
        long interval,
        String state,
        String why,
        int slots,
        int used,
        long objects,
        long bytes,
        long deleted,
        long needless,
        long failed,
        int failing,
        Hour hour,
        String oldest,
        long oldestSeconds,
        List<Failure> failures,
        List<Failure> passing,
        List<Giant> giants) {

    public static final String WORKING = "working";
    public static final String HOLDS_BACK = "holds back";
    public static final String PAUSED = "paused";
    public static final String STOPPING = "stopping";
    public static final String ENDED = "ended";

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * Failures of one kind.
     *
     * @param kind as in records, such as {@code Denied}
     * @param count of objects, or of retried attempts
     * @param time of the last failure
     * @param key of the last failure
     * @param message of the store
     */
    public record Failure(String kind, long count, long time, String key, String message) {
        public Failure {
            kind = text(kind);
            key = text(key);
            message = text(message);
        }
    }

    /**
     * A giant object that several workers move.
     *
     * @param key the source's
     * @param parts total number
     * @param done moved by this worker
     */
    public record Giant(String key, String uploadId, int parts, int done) {
        public Giant {
            key = text(key);
            uploadId = text(uploadId);
        }
    }

    /** Validates a status, which other programs may have written. */
    public WorkerStatus {
        id = text(id);
        version = text(version);
        job = text(job);
        queue = text(queue);
        state = text(state);
        why = text(why);
        oldest = text(oldest);
        hour = hour == null ? Hour.NOTHING : hour;
        failures = list(failures);
        passing = list(passing);
        giants = list(giants);
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }

    private static <T> List<T> list(List<T> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of text and numbers is always JSON", e);
        }
    }

    /** Reads an item; empty if it isn't a worker's status. */
    static Optional<WorkerStatus> of(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, WorkerStatus.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
