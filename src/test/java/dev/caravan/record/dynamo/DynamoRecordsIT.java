package dev.caravan.record.dynamo;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.aws.ControlPlane;
import dev.caravan.local.AwsSurroundings;
import dev.caravan.local.LocalTable;
import dev.caravan.record.JobStatus;
import dev.caravan.record.RecordsException;
import dev.caravan.record.ReservedKey;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.UploadLeft;
import dev.caravan.record.WriteResult;
import dev.caravan.record.WriteResult.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;

class DynamoRecordsIT {

    private static final AtomicInteger KEYS = new AtomicInteger();
    private static final Instant T0 = Instant.parse("2026-11-22T07:00:00Z");
    private static LocalTable table;
    private static DynamoRecords records;
    private static AwsSurroundings surroundings;
    private static ControlPlane aws;
    private String key;

    @BeforeAll
    static void startTable() {
        table = LocalTable.start();
        records = new DynamoRecords(table.client(), LocalTable.NAME);
        surroundings = new AwsSurroundings();
        surroundings.set("aws.endpointUrlDynamoDb", table.endpoint().toString());
        aws = new ControlPlane(4);
        // Direct calls take addresses and headers from the first request of the SDK.
        aws.dynamoDb().listTables();
    }

    @AfterAll
    static void stopTable() {
        aws.close();
        surroundings.close();
        table.close();
    }

    @BeforeEach
    void anotherKey() {
        key = "k" + KEYS.incrementAndGet();
    }

    /**
     * Returns a record of one second of work. Its start is this number of seconds after the start of the first record.
     */
    private StatusRecord record(JobStatus status, String sequencer, int began) {
        return new StatusRecord(
                key,
                status,
                7,
                "etag-" + began,
                "source-" + began,
                sequencer,
                T0.plusSeconds(began),
                T0.plusSeconds(began + 1L),
                1,
                "",
                "",
                0,
                0,
                0);
    }

    private static String sequencer(String text) {
        return text == null ? "" : text;
    }

    // The old record with its sequencer and start, the new record with the same, and the result.
    @ParameterizedTest
    @CsvSource({
        // Without events, only a DONE or DELETED with a later start stays.
        "DONE,,0,      DONE,,100,      WRITTEN",
        "DONE,,100,    DONE,,100,      CONTESTED",
        "DONE,,101,    DONE,,100,      REFUSED",
        "DELETED,,101, DONE,,100,      REFUSED",
        "DELETED,,101, DELETED,,100,   REFUSED",
        "DONE,,101,    DELETED,,100,   REFUSED",
        "DONE,,101,    ERROR,,100,     REFUSED",
        "DONE,,101,    CANCEL,,100,    REFUSED",
        "DONE,,101,    STARTED,,100,   REFUSED",
        "STARTED,,101, DONE,,100,      CONTESTED",
        "SPLIT_DONE,,101, DONE,,100,   CONTESTED",
        "ERROR,,101,   DONE,,100,      CONTESTED",
        "CANCEL,,101,  DONE,,100,      CONTESTED",
        "DELETED,,0,   DONE,,100,      WRITTEN",
        "DELETED,,0,   ERROR,,100,     WRITTEN",
        "DELETED,,0,   STARTED,,100,   WRITTEN",
        "DELETED,,0,   CANCEL,,100,    REFUSED",
        "DONE,,0,      CANCEL,,100,    WRITTEN",
        "DONE,,101,    SKIPPED,,100,   REFUSED",
        "DONE,,0,      SKIPPED,,100,   WRITTEN",
        "DELETED,,101, SKIPPED,,100,   REFUSED",
        "SKIPPED,,101, DONE,,100,      CONTESTED",
        // Clocks may differ by a minute. Work that ended less than a minute before may really be the later one.
        "DONE,,39,     DONE,,100,      CONTESTED",
        "DONE,,38,     DONE,,100,      WRITTEN",
        // With events, the greater sequencer wins, regardless of the start times.
        "DONE,0A,0,    DONE,0B,100,    WRITTEN",
        "DONE,0A,101,  DONE,0B,100,    CONTESTED",
        "DELETED,0A,101, DONE,0B,100,  CONTESTED",
        "DONE,0A,101,  DELETED,0B,100, CONTESTED",
        "DONE,0B,0,    DONE,0A,100,    REFUSED",
        "DONE,0B,101,  DONE,0A,100,    REFUSED",
        "STARTED,0B,0, DONE,0A,100,    REFUSED",
        "ERROR,0B,0,   DONE,0A,100,    REFUSED",
        "CANCEL,0B,0,  DELETED,0A,100, REFUSED",
        "DELETED,0B,0, CANCEL,0A,100,  REFUSED",
        "DELETED,0A,0, CANCEL,0B,100,  REFUSED",
        "DONE,0B,0,    SKIPPED,0A,100, REFUSED",
        "DONE,0A,0,    SKIPPED,0B,100, WRITTEN",
        // With the same event twice, the rules are those without events.
        "DONE,0A,0,    DONE,0A,100,    WRITTEN",
        "DONE,0A,101,  DONE,0A,100,    REFUSED",
        "DELETED,0A,101, DELETED,0A,100, REFUSED",
        "ERROR,0A,101, DONE,0A,100,    CONTESTED",
        // With an event and a comparison, only time decides.
        "DONE,,0,      DONE,0A,100,    WRITTEN",
        "DONE,,101,    DONE,0A,100,    REFUSED",
        "DONE,,101,    DELETED,0A,100, REFUSED",
        "DONE,0A,0,    DONE,,100,      WRITTEN",
        "DONE,0A,101,  DONE,,100,      REFUSED",
        "DELETED,0A,101, DONE,,100,    REFUSED",
        "DELETED,0A,0, DONE,,100,      WRITTEN",
    })
    void whatIsOlderNeverTakesThePlaceOfWhatIsNewer(
            JobStatus standing,
            String standingSequencer,
            int standingBegan,
            JobStatus coming,
            String comingSequencer,
            int comingBegan,
            Kind expected) {
        StatusRecord before = record(standing, sequencer(standingSequencer), standingBegan);
        StatusRecord next = record(coming, sequencer(comingSequencer), comingBegan);
        assertThat(records.write(before, StandingRecord.NONE, false).kind()).isEqualTo(Kind.WRITTEN);

        WriteResult result = records.write(next, StandingRecord.NONE, false);

        assertThat(result.kind()).isEqualTo(expected);
        assertThat(result.other()).isEqualTo(before.standing(""));
        StatusRecord stays = expected == Kind.REFUSED ? before : next;
        assertThat(result.left()).isEqualTo(stays.standing(before.sequencer()));
        assertThat(table.attribute(key, "JobStatus"))
                .isEqualTo(stays.jobStatus().name());
        assertThat(table.attribute(key, "Etag")).isEqualTo(stays.etag());
        assertThat(table.attribute(key, "Sequencer"))
                .isEqualTo(stays.sequencer().isEmpty() ? before.sequencer() : stays.sequencer());
    }

    @Test
    void aRecordHasItsAttributesAndNoneThatSaysNothing() {
        records.write(
                new StatusRecord(
                        key,
                        JobStatus.ERROR,
                        Long.MAX_VALUE,
                        "e",
                        "s",
                        "0A",
                        T0,
                        T0.plusMillis(1500),
                        3,
                        "Denied: no",
                        "upload",
                        12,
                        0,
                        0),
                StandingRecord.NONE,
                false);
        assertThat(table.record(key))
                .containsOnly(
                        Map.entry("ObjectKey", AttributeValue.fromS(key)),
                        Map.entry("JobStatus", AttributeValue.fromS("ERROR")),
                        Map.entry("Size", AttributeValue.fromN("9223372036854775807")),
                        Map.entry("Etag", AttributeValue.fromS("e")),
                        Map.entry("SourceEtag", AttributeValue.fromS("s")),
                        Map.entry("Sequencer", AttributeValue.fromS("0A")),
                        Map.entry("StartTime", AttributeValue.fromS("2026/11/22 07:00:00")),
                        Map.entry("EndTime", AttributeValue.fromS("2026/11/22 07:00:01")),
                        Map.entry("StartTimestamp", AttributeValue.fromN(Long.toString(T0.toEpochMilli()))),
                        Map.entry("EndTimestamp", AttributeValue.fromN(Long.toString(T0.toEpochMilli() + 1500))),
                        Map.entry("SpentTime", AttributeValue.fromN("1.5")),
                        Map.entry("Attempts", AttributeValue.fromN("3")),
                        Map.entry("Error", AttributeValue.fromS("Denied: no")),
                        Map.entry("UploadId", AttributeValue.fromS("upload")),
                        Map.entry("Parts", AttributeValue.fromN("12")));
        records.write(
                new StatusRecord(
                        key,
                        JobStatus.DELETED,
                        0,
                        "",
                        "",
                        "",
                        T0.plusSeconds(9),
                        T0.plusSeconds(9),
                        1,
                        "",
                        "",
                        0,
                        0,
                        0),
                StandingRecord.NONE,
                false);
        assertThat(table.record(key))
                .containsEntry("Sequencer", AttributeValue.fromS("0A"))
                .containsEntry("JobStatus", AttributeValue.fromS("DELETED"))
                .doesNotContainKeys("Etag", "SourceEtag", "Error", "UploadId", "Parts");
    }

    @Test
    void whatTheWorkerItselfLeftIsNoContest() {
        StandingRecord started = records.write(record(JobStatus.STARTED, "", 100), StandingRecord.NONE, false)
                .left();
        assertThat(records.write(record(JobStatus.DONE, "", 100), started, false)
                        .kind())
                .isEqualTo(Kind.WRITTEN);
    }

    @Test
    void whatAnotherProcessLeftAfterTheWorkersOwnIsAContest() {
        StandingRecord started = records.write(record(JobStatus.STARTED, "", 100), StandingRecord.NONE, false)
                .left();
        records.write(record(JobStatus.DONE, "", 99), StandingRecord.NONE, false);
        assertThat(records.write(record(JobStatus.DONE, "", 100), started, false)
                        .kind())
                .isEqualTo(Kind.CONTESTED);
    }

    @Test
    void aWriteThatWasRepeatedBecauseItsAnswerWasLostIsAContest() {
        StatusRecord record = record(JobStatus.DONE, "", 100);
        records.write(record, StandingRecord.NONE, false);
        assertThat(records.write(record, StandingRecord.NONE, false).kind()).isEqualTo(Kind.CONTESTED);
    }

    @Test
    void aRecordThatHadToWaitReportsWhenItWasWritten() {
        StatusRecord record = record(JobStatus.DONE, "", 0);
        assertThat(record.writtenAt(record.end())).isSameAs(record);
        Instant late = record.end().plusSeconds(600);
        assertThat(record.writtenAt(late).end()).isEqualTo(late);
        assertThat(record.writtenAt(late).start()).isEqualTo(record.start());
    }

    @ParameterizedTest
    @CsvSource({
        "DONE,,WRITTEN",
        "DONE,0A,WRITTEN",
        "DONE,0B,WRITTEN",
        "DONE,0C,REFUSED",
        "DELETED,0B,WRITTEN",
        "DELETED,0C,REFUSED",
        "STARTED,0C,REFUSED",
    })
    void aRemovalIsClaimedUnlessALaterEventIsOnRecord(JobStatus standing, String sequencer, Kind expected) {
        StatusRecord before = record(standing, sequencer(sequencer), 0);
        records.write(before, StandingRecord.NONE, false);
        WriteResult claim = records.claim(key, "0B");
        assertThat(claim.kind()).isEqualTo(expected);
        assertThat(claim.other()).isEqualTo(before.standing(""));
        assertThat(table.attribute(key, "JobStatus")).isEqualTo(standing.name());
        assertThat(table.attribute(key, "Sequencer")).isEqualTo(expected == Kind.REFUSED ? "0C" : "0B");
    }

    @Test
    void aClaimHoldsOffTheRecordsOfEarlierEvents() {
        assertThat(records.claim(key, "0B").other()).isEqualTo(StandingRecord.NONE);
        assertThat(records.write(record(JobStatus.DONE, "0A", 0), StandingRecord.NONE, false)
                        .kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(records.write(record(JobStatus.DELETED, "0B", 0), StandingRecord.NONE, false)
                        .kind())
                .isEqualTo(Kind.WRITTEN);
    }

    @Test
    void anUploadIsFoundWhileItIsNotEnded() {
        assertThat(records.find(key)).isNull();
        records.write(
                new StatusRecord(key, JobStatus.STARTED, 7, "", "s", "", T0, T0, 1, "", "upload", 2, 0, 0),
                StandingRecord.NONE,
                false);
        assertThat(records.find(key)).isEqualTo(new UploadLeft("upload", "s", 7));
        records.write(
                new StatusRecord(key, JobStatus.DONE, 7, "e", "s", "", T0, T0, 1, "", "upload", 2, 0, 0),
                StandingRecord.NONE,
                false);
        assertThat(records.find(key)).isNull();
    }

    @Test
    void anItemThatAnotherProcessMadeIsReadAsFarAsItSpeaks() {
        table.client()
                .putItem(put -> put.tableName(LocalTable.NAME)
                        .item(Map.of(
                                "ObjectKey", AttributeValue.fromS(key),
                                "JobStatus", AttributeValue.fromS("PAUSED"),
                                "StartTimestamp", AttributeValue.fromN("1700000000.5"),
                                "Etag", AttributeValue.fromBool(true))));
        assertThat(records.write(record(JobStatus.DONE, "", 0), StandingRecord.NONE, false)
                        .other())
                .isEqualTo(new StandingRecord(null, "", "", "", "", 1700000000, 0));
    }

    @Test
    void theComponentWritesByTheSameRule() {
        StatusRecord later = record(JobStatus.DONE, "", 100);
        WriteResult first = sent(later, Map.of());
        assertThat(first).isEqualTo(new WriteResult(Kind.WRITTEN, StandingRecord.NONE, later.standing("")));

        WriteResult older = sent(record(JobStatus.DONE, "", 50), Map.of());
        assertThat(older).isEqualTo(new WriteResult(Kind.REFUSED, later.standing(""), later.standing("")));

        StatusRecord newest = record(JobStatus.ERROR, "", 200);
        assertThat(sent(newest, Map.of("Size", "big", "Owner", "a team")))
                .isEqualTo(new WriteResult(Kind.WRITTEN, later.standing(""), newest.standing("")));
        assertThat(table.record(key))
                .containsEntry("JobStatus", AttributeValue.fromS("ERROR"))
                .containsEntry("Owner", AttributeValue.fromS("a team"))
                .containsEntry("Size", AttributeValue.fromS("big"))
                .doesNotContainKeys("UploadId", "Sequencer");
    }

    @Test
    void theComponentSendsNothingWhereThereIsNothingToWrite() {
        Exchange done = sent("none", Map.of());
        assertThat(done.getException()).isNull();
        assertThat((Map<?, ?>) done.getMessage().getHeader(Ddb2Constants.ATTRIBUTES))
                .isEmpty();
    }

    @Test
    void aTableThatTheComponentDoesNotFindIsReportedInALine() {
        Map<String, ?> updates = DynamoRecords.updates(record(JobStatus.DONE, "", 0), false);
        assertThat(sent("none", updates).getException())
                .isInstanceOf(RecordsException.class)
                .hasMessageStartingWith("can't write to table none: ResourceNotFoundException");
    }

    /** @param more the attributes that a user's step adds to the record */
    private WriteResult sent(StatusRecord record, Map<String, String> more) {
        Map<String, Object> updates = new HashMap<>(DynamoRecords.updates(record, false));
        more.forEach((name, value) -> updates.put(
                name,
                AttributeValueUpdate.builder()
                        .value(AttributeValue.fromS(value))
                        .build()));
        Exchange done = sent(LocalTable.NAME, updates);
        assertThat(done.getException()).isNull();
        @SuppressWarnings("unchecked")
        Map<String, AttributeValue> answer = done.getMessage().getHeader(Ddb2Constants.ATTRIBUTES, Map.class);
        return DynamoRecords.result(record, StandingRecord.NONE, answer);
    }

    private Exchange sent(String to, Map<String, ?> updates) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            context.getRegistry().bind("records", new RecordsClient(aws.dynamoDb(), aws.tableCalls()));
            context.start();
            return context.createFluentProducerTemplate()
                    .to("aws2-ddb:" + to
                            + "?operation=UpdateItem&amazonDDBClient=#records&enabledInitialDescribeTable=false")
                    .withHeader(Ddb2Constants.KEY, DynamoRecords.keyOf(key))
                    .withHeader(Ddb2Constants.UPDATE_VALUES, updates)
                    .withHeader(Ddb2Constants.RETURN_VALUES, "ALL_OLD")
                    .send();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void twoHundredWritersLeaveTheGreatestSequencer() {
        List<StatusRecord> all = IntStream.range(0, 200)
                .mapToObj(i -> record(JobStatus.DONE, String.format("%04X", i * 7919 % 200), i * 31 % 200))
                .toList();
        all.parallelStream().forEach(record -> records.write(record, StandingRecord.NONE, false));
        assertThat(table.attribute(key, "Sequencer")).isEqualTo("00C7");
    }

    @Test
    void aMissingTableIsReportedInALine() {
        DynamoRecords elsewhere = new DynamoRecords(table.client(), "no-such-table");
        assertThatThrownBy(() -> elsewhere.write(record(JobStatus.DONE, "", 0), StandingRecord.NONE, false))
                .isInstanceOf(RecordsException.class)
                .hasMessageStartingWith("can't write to table no-such-table: ResourceNotFoundException: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aReservedKeyCanBeWrittenAndIsNoObjectsKey() {
        String reserved = ReservedKey.of("finder lease of bucket/é");
        table.client()
                .putItem(put ->
                        put.tableName(LocalTable.NAME).item(Map.of("ObjectKey", AttributeValue.fromS(reserved))));
        assertThat(table.record(reserved)).isNotEmpty();
    }
}
