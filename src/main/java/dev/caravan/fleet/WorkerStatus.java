package dev.caravan.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a worker says about itself, as its item of the table keeps it. Times are in milliseconds since 1970, sizes in bytes. Counts are those
 * since its start.
 *
 * @param id the machine, the process and a random number
 * @param version of Caravan
 * @param job the two sides
 * @param queue its name
 * @param started when it started
 * @param seen when it wrote this
 * @param interval after what time it writes again, in milliseconds
 * @param state {@code working}, {@code holds back}, {@code paused}, {@code stopping} or {@code ended}
 * @param why it stops or receives nothing, and where it holds back when it tries again; empty while it works
 * @param slots how many messages it works on at a time
 * @param used how many it works on
 * @param objects objects copied
 * @param bytes their size
 * @param deleted objects deleted
 * @param needless objects that needed nothing any more
 * @param failed objects that failed for good
 * @param failing how many messages failed in a row, up to now
 * @param hour what it did in the last hour
 * @param oldest the key that it has worked on for the longest time; empty where there is none
 * @param oldestSeconds for how long
 * @param failures what failed, the kind that failed last first
 * @param passing what failed and is tried again, the kind that failed last first; counts are those of attempts
 * @param giants the giant objects that it moved parts of
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
     * What failed for one kind of reason.
     *
     * @param kind in the words of the records, such as {@code Denied}
     * @param count how many objects, or attempts that are repeated
     * @param time when the last one failed
     * @param key of that one
     * @param message what the store said about it
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
     * @param uploadId which upload of it
     * @param parts how many parts it has
     * @param done how many of them the worker has moved
     */
    public record Giant(String key, String uploadId, int parts, int done) {
        public Giant {
            key = text(key);
            uploadId = text(uploadId);
        }
    }

    /** Anybody may have written what is read from the table. */
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

    /** Returns what an item says; empty where it isn't the status of a worker. */
    static Optional<WorkerStatus> of(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, WorkerStatus.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
