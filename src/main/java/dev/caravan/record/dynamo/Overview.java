package dev.caravan.record.dynamo;

import dev.caravan.record.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A summary of a table of records.
 *
 * @param at when it was read, by this machine's clock
 * @param records records of any kind that were read
 * @param objects number of objects of each status, including zeros
 * @param bytes size of finished objects
 * @param other records without a known status, except the lease
 * @param failures kinds of failures, most frequent first
 * @param recent work of the last ten minutes
 * @param whole work between first start and last end
 * @param first when the first record began; null if none
 * @param last when the last record ended; null if none
 * @param unfinished oldest unfinished records, at most ten, oldest first
 * @param finders who compares, latest first; a finder that ends removes its lease
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

    /**
     * Work in a period.
     *
     * @param objects copied or deleted
     * @param bytes copied
     * @param seconds length, more than 0
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
     * Failures of one kind.
     *
     * @param kind class at the beginning of the record's error
     * @param count number of records
     * @param example the latest failure; null if there are too many kinds
     */
    public record FailureGroup(String kind, long count, ScannedRecord example) {}
}
