package dev.caravan.record.dynamo;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.record.JobStatus;
import dev.caravan.record.ReservedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TallyTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    @Test
    void countsEachStatusAndTheBytesThatAreDone() {
        Overview seen = of(
                record("a", JobStatus.DONE, 5, 100, 60),
                record("b", JobStatus.DONE, 7, 100, 60),
                record("c", JobStatus.CANCEL, 11, 100, 60),
                record("d", JobStatus.ERROR, 13, 100, 60));
        assertThat(seen.records()).isEqualTo(4);
        assertThat(seen.bytes()).isEqualTo(12);
        assertThat(seen.objects())
                .containsEntry(JobStatus.DONE, 2L)
                .containsEntry(JobStatus.CANCEL, 1L)
                .containsEntry(JobStatus.ERROR, 1L)
                .containsEntry(JobStatus.SPLIT_DONE, 0L);
    }

    @Test
    void aSizeThatNoObjectHasIsUnknown() {
        ScannedRecord[] written = Stream.of(Long.MAX_VALUE, -1L, 7L)
                .map(size -> ScannedRecord.of(Item.values(Map.of("ObjectKey", "k", "JobStatus", "DONE", "Size", size))))
                .toArray(ScannedRecord[]::new);
        assertThat(of(written).bytes()).isEqualTo(7);
    }

    @Test
    void theRecentRateIsOfTheLastTenMinutesOnly() {
        Overview seen = of(
                record("old", JobStatus.DONE, 1000, 7200, 601),
                record("new", JobStatus.DONE, 1200, 700, 599),
                record("gone", JobStatus.DELETED, 9, 700, 1),
                record("failed", JobStatus.ERROR, 9, 700, 1));
        assertThat(seen.recent()).isEqualTo(new Overview.Rate(2, 1200, 600));
        assertThat(seen.recent().bytesPerSecond()).isEqualTo(2);
    }

    @Test
    void aJobYoungerThanTenMinutesIsNotSaidToBeSlow() {
        assertThat(of(record("a", JobStatus.DONE, 40, 20, 0)).recent()).isEqualTo(new Overview.Rate(1, 40, 20));
    }

    @Test
    void theWholeRateEndsWithTheLastRecord() {
        Overview seen = of(record("a", JobStatus.DONE, 100, 7250, 7240), record("b", JobStatus.DONE, 100, 7240, 7200));
        assertThat(seen.whole()).isEqualTo(new Overview.Rate(2, 200, 50));
        assertThat(seen.first()).isEqualTo(NOW.minusSeconds(7250));
        assertThat(seen.last()).isEqualTo(NOW.minusSeconds(7200));
    }

    @Test
    void anEmptyTableHasNeitherRateNorTimes() {
        Overview seen = of();
        assertThat(seen.records()).isZero();
        assertThat(seen.first()).isNull();
        assertThat(seen.last()).isNull();
        assertThat(seen.recent().objectsPerSecond()).isZero();
        assertThat(seen.whole().objectsPerSecond()).isZero();
    }

    @Test
    void failuresAreGroupedAndTheLastOfEachIsTheExample() {
        Overview seen = of(
                failure("a", "Denied: 403 for a", 50),
                failure("b", "Denied: 403 for b", 10),
                failure("c", "Denied: 403 for c", 90),
                failure("d", "Digest: differs", 1));
        assertThat(seen.failures())
                .extracting(
                        Overview.FailureGroup::kind,
                        Overview.FailureGroup::count,
                        group -> group.example().key())
                .containsExactly(tuple("Denied", 3L, "b"), tuple("Digest", 1L, "d"));
    }

    @Test
    void aHundredKindsOfFailuresAreDistinguishedAndNoMore() {
        Tally tally = new Tally(NOW);
        for (int i = 0; i < 250; i++) {
            tally.add(failure("k" + i, "Kind" + i + ": x", i));
        }
        List<Overview.FailureGroup> failures = tally.overview().failures();
        assertThat(failures).hasSize(101);
        assertThat(failures.get(100)).isEqualTo(new Overview.FailureGroup("other reasons", 150, null));
    }

    @ParameterizedTest
    @CsvSource({
        "Denied: 403: no, Denied",
        "'', no reason given",
        "': odd', no reason given",
        "no colon at all, no colon at all",
    })
    void theKindIsWhatStandsBeforeTheFirstColon(String error, String kind) {
        assertThat(Tally.kind(error)).isEqualTo(kind);
    }

    @Test
    void keepsTheTenOldestOfWhatIsBegun() {
        List<ScannedRecord> begun = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            begun.add(record("k" + i, i % 2 == 0 ? JobStatus.STARTED : JobStatus.SPLIT_DONE, 1, i, i));
        }
        Collections.shuffle(begun, new Random(7));
        assertThat(of(begun.toArray(ScannedRecord[]::new)).unfinished())
                .extracting(ScannedRecord::key)
                .containsExactly("k30", "k29", "k28", "k27", "k26", "k25", "k24", "k23", "k22", "k21");
    }

    @Test
    void anUnreadableMessageIsAFailureButNoObject() {
        Overview seen = of(failure(ReservedKey.of("message 17"), "InvalidMessage: no JSON", 1));
        assertThat(seen.objects().get(JobStatus.ERROR)).isZero();
        assertThat(seen.failures()).hasSize(1);
        assertThat(seen.failures().get(0).example().reservedName()).isEqualTo("message 17");
    }

    @Test
    void aFindersLeaseIsNoObject() {
        ScannedRecord lease = item(Map.of(
                "ObjectKey", AttributeValue.fromS(ReservedKey.of("finder")),
                "LeaseOwner", AttributeValue.fromS("host-1"),
                "LeaseStarted", AttributeValue.fromN("1000"),
                "LeaseUntil", AttributeValue.fromN("2000")));
        Overview seen = of(lease);
        assertThat(seen.finders()).containsExactly(new ScannedRecord.Lease("host-1", 1000, 2000));
        assertThat(seen.other()).isZero();
        assertThat(seen.failures()).isEmpty();
    }

    @Test
    void anObjectsRecordCannotPassForALease() {
        ScannedRecord forged = item(Map.of(
                "ObjectKey", AttributeValue.fromS("a"),
                "LeaseOwner", AttributeValue.fromS("somebody")));
        assertThat(of(forged).finders()).isEmpty();
    }

    @Test
    void whatIsMissingOrOfAnotherTypeCountsAsNotSaid() {
        Map<String, AttributeValue> odd = new HashMap<>();
        odd.put("ObjectKey", AttributeValue.fromS("a"));
        odd.put("JobStatus", AttributeValue.fromS("PAUSED"));
        odd.put("Size", AttributeValue.fromS("many"));
        odd.put("StartTimestamp", AttributeValue.fromN("1.5"));
        odd.put("Attempts", AttributeValue.fromN("123456789012345678901234567890"));
        assertThat(item(odd)).isEqualTo(new ScannedRecord("a", null, 0, 0, 0, 0, "", null));
        assertThat(of(item(odd)).other()).isEqualTo(1);
    }

    private static Overview of(ScannedRecord... records) {
        Tally tally = new Tally(NOW);
        Arrays.stream(records).forEach(tally::add);
        return tally.overview();
    }

    private static ScannedRecord item(Map<String, AttributeValue> item) {
        return ScannedRecord.of(item);
    }

    private static ScannedRecord record(String key, JobStatus status, long size, long startedAgo, long endedAgo) {
        return new ScannedRecord(
                key,
                status,
                size,
                NOW.minusSeconds(startedAgo).toEpochMilli(),
                NOW.minusSeconds(endedAgo).toEpochMilli(),
                1,
                "",
                null);
    }

    private static ScannedRecord failure(String key, String error, long endedAgo) {
        return new ScannedRecord(
                key,
                JobStatus.ERROR,
                0,
                NOW.minusSeconds(endedAgo).toEpochMilli(),
                NOW.minusSeconds(endedAgo).toEpochMilli(),
                5,
                error,
                null);
    }
}
