package dev.caravan.local;

import java.time.Duration;

/** The action of a fault on a request. */
public sealed interface FaultAction {
    /** Returns this error; the request has no effect. */
    static FaultAction answer(int status, String code) {
        return new Answer(status, code, -1);
    }

    static FaultAction answer(int status, String code, int retryAfterSeconds) {
        return new Answer(status, code, retryAfterSeconds);
    }

    /** Resets the connection; the request has no effect. */
    static FaultAction reset() {
        return new Reset();
    }

    /** Resets the connection after this number of bytes of the response body. */
    static FaultAction resetAfter(long bytes) {
        return new ResetAfter(bytes);
    }

    /** Closes the connection in an orderly way after this number of bytes of the response body. */
    static FaultAction truncate(long bytes) {
        return new Truncate(bytes);
    }

    /** Flips one bit of the byte at this offset of the response body. */
    static FaultAction corrupt(long offset) {
        return new Corrupt(offset);
    }

    static FaultAction slow(long bytesPerSecond) {
        return new Slow(bytesPerSecond);
    }

    /** Waits this time before the server handles the request. */
    static FaultAction latency(Duration time) {
        return new Latency(time);
    }

    /** Returns this error after the request has taken effect. */
    static FaultAction doneThenAnswer(int status, String code) {
        return new DoneThenAnswer(status, code);
    }

    /** Resets the connection instead of a response after the request has taken effect. */
    static FaultAction doneThenReset() {
        return new DoneThenReset();
    }

    /** Returns status 200 with an error document, as S3 may do for Complete and Copy. The request has no effect. */
    static FaultAction errorBody(String code) {
        return new ErrorBody(code);
    }

    /** Swaps the first and the last key of a listing's page. */
    static FaultAction unorderedPage() {
        return new UnorderedPage();
    }

    /** Leaves out the key at this index of a listing's page. */
    static FaultAction droppedKey(int index) {
        return new DroppedKey(index);
    }

    /** Answers a listing like a store that lacks ListObjectsV2 and ignores its parameters. */
    static FaultAction listObjectsOnly() {
        return new ListObjectsOnly();
    }

    /** Ignores If-Match and the other conditions, like stores that don't support them. */
    static FaultAction ignoreConditions() {
        return new IgnoreConditions();
    }

    /** Runs the hook before the server handles the request. */
    static FaultAction before(Runnable hook) {
        return new Before(hook);
    }

    /** Runs the hook after the request has taken effect and before the response is sent. */
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
