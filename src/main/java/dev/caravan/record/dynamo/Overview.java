package dev.caravan.record.dynamo;

import dev.caravan.record.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a table of records says about a job.
 *
 * @param at when it was read, by this machine's clock, as whose the timestamps are taken
 * @param records how many records were read, of whatever kind
 * @param objects how many objects there are of each status, all statuses included
 * @param bytes the size of the objects that are done
 * @param other records without a status that we know, the lease left out
 * @param failures why objects and messages failed, the most frequent first
 * @param recent what was done in the last ten minutes
 * @param whole what was done from the first start to the last end
 * @param first when the first record began; null where none did
 * @param last when the last one ended; null where none did
 * @param unfinished the oldest records that are begun and not ended, the oldest first, at most ten
 * @param finders who compares, the latest first: a finder that ends takes its lease with it
 */
public record Overview(
        Instant at,
        long records,
        Map<JobStatus, Long> objects,
        long bytes,
        long other,
        List<FailureGroup> failures,
        Rate recent,
        Rate whole,
        Instant first,
        Instant last,
        List<ScannedRecord> unfinished,
        List<ScannedRecord.Lease> finders) {

    public Overview {
        objects = Map.copyOf(objects);
        failures = List.copyOf(failures);
        unfinished = List.copyOf(unfinished);
        finders = List.copyOf(finders);
    }

    /**
     * What was done in a time.
     *
     * @param objects copied or deleted
     * @param bytes copied
     * @param seconds the time's length, more than 0
     */
    public record Rate(long objects, long bytes, double seconds) {

        public double objectsPerSecond() {
            return objects / seconds;
        }

        public double bytesPerSecond() {
            return bytes / seconds;
        }
    }

    /**
     * What failed for one kind of reason.
     *
     * @param kind the class at the beginning of the record's error
     * @param count how many records
     * @param example the one that failed last; null where the kinds are too many to tell apart
     */
    public record FailureGroup(String kind, long count, ScannedRecord example) {}
}
