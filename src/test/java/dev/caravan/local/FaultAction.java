package dev.caravan.local;

import java.time.Duration;

/** The action of a fault on a request. */
public sealed interface FaultAction {
    /** The request has no effect and gets this error. */
    static FaultAction answer(int status, String code) {
        return new Answer(status, code, -1);
    }

    static FaultAction answer(int status, String code, int retryAfterSeconds) {
        return new Answer(status, code, retryAfterSeconds);
    }

    /** The connection is reset; the request has no effect. */
    static FaultAction reset() {
        return new Reset();
    }

    /** Resets the connection after this number of bytes of the answer's body. */
    static FaultAction resetAfter(long bytes) {
        return new ResetAfter(bytes);
    }

    /** Closes the connection in an orderly way after this number of bytes of the answer's body. */
    static FaultAction truncate(long bytes) {
        return new Truncate(bytes);
    }

    /** Flips one bit of the byte at this offset of the answer's body. */
    static FaultAction corrupt(long offset) {
        return new Corrupt(offset);
    }

    static FaultAction slow(long bytesPerSecond) {
        return new Slow(bytesPerSecond);
    }

    /** Time that passes before the request is handled. */
    static FaultAction latency(Duration time) {
        return new Latency(time);
    }

    /** The request takes effect, but its answer is this error. */
    static FaultAction doneThenAnswer(int status, String code) {
        return new DoneThenAnswer(status, code);
    }

    /** The request takes effect, but the connection is reset instead of an answer. */
    static FaultAction doneThenReset() {
        return new DoneThenReset();
    }

    /** Status 200 with an error document, as S3 may answer Complete and Copy; the request has no effect. */
    static FaultAction errorBody(String code) {
        return new ErrorBody(code);
    }

    /** The first and the last key of a listing's page change places. */
    static FaultAction unorderedPage() {
        return new UnorderedPage();
    }

    /** The key at this index of a listing's page is missing. */
    static FaultAction droppedKey(int index) {
        return new DroppedKey(index);
    }

    /** A listing is answered as by a store that knows no ListObjectsV2 and ignores its parameters. */
    static FaultAction listObjectsOnly() {
        return new ListObjectsOnly();
    }

    /** A request is answered whatever its If-Match and the like say, as by stores that don't know them. */
    static FaultAction ignoreConditions() {
        return new IgnoreConditions();
    }

    /** Runs before the request is handled. */
    static FaultAction before(Runnable hook) {
        return new Before(hook);
    }

    /** Runs when the request has taken effect, before its answer is sent. */
    static FaultAction after(Runnable hook) {
        return new After(hook);
    }

    record Answer(int status, String code, int retryAfterSeconds) implements FaultAction {}

    record Reset() implements FaultAction {}

    record ResetAfter(long bytes) implements FaultAction {}

    record Truncate(long bytes) implements FaultAction {}

    record Corrupt(long offset) implements FaultAction {}

    record Slow(long bytesPerSecond) implements FaultAction {}

    record Latency(Duration time) implements FaultAction {}

    record DoneThenAnswer(int status, String code) implements FaultAction {}

    record DoneThenReset() implements FaultAction {}

    record ErrorBody(String code) implements FaultAction {}

    record UnorderedPage() implements FaultAction {}

    record DroppedKey(int index) implements FaultAction {}

    record ListObjectsOnly() implements FaultAction {}

    record IgnoreConditions() implements FaultAction {}

    record Before(Runnable hook) implements FaultAction {}

    record After(Runnable hook) implements FaultAction {}
}
