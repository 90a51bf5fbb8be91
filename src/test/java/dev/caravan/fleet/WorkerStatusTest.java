package dev.caravan.fleet;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.progress.Progress;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerStatusTest {

    @Test
    void isReadAsItWasWritten() {
        WorkerStatus status = new WorkerStatus(
                "host-1, process 7, 9a",
                "1.0",
                "s3://a -> s3://b",
                "jobs",
                1,
                2,
                15_000,
                WorkerStatus.STOPPING,
                "SIGTERM",
                8,
                3,
                10,
                1000,
                1,
                2,
                3,
                4,
                new Hour(100, List.of(1L, 2L), List.of(3L, 4L), List.of(5L, 6L)),
                "odd\n\u202ekey",
                17,
                List.of(new WorkerStatus.Failure("Denied", 3, 99, "k", "403")),
                List.of(new WorkerStatus.Failure("Throttled", 7, 98, "k2", "503")),
                List.of(new WorkerStatus.Giant("giant.iso", "upload", 100, 4)));
        assertThat(WorkerStatus.of(status.json())).contains(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"failures\": [null, {}], \"giants\": [{}], \"hour\": {}}",
                "{\"hour\": {\"minute\": 1, \"messages\": [null], \"bytes\": [1]}, \"stranger\": 1}",
            })
    void whatIsMissingIsEmpty(String json) {
        WorkerStatus status = WorkerStatus.of(json).orElseThrow();
        assertThat(status.id()).isEmpty();
        assertThat(status.hour().messages()).isEmpty();
        assertThat(status.failures()).doesNotContainNull();
        assertThat(status.passing()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[1]", "{", "{\"slots\": \"many\"}", "{\"failures\": 3}"})
    void whatIsNoStatusIsNotRead(String json) {
        assertThat(WorkerStatus.of(json)).isEmpty();
    }

    @Test
    void anHourCountsEachMinuteOnItsOwn() {
        Progress progress = new Progress();
        Hour.Counter counter = new Hour.Counter();
        counter.add(progress.now(), 0, 100);
        progress.copied(10, 1);
        progress.moved(12);
        counter.add(progress.now(), 3, 100);
        progress.deleted();
        Hour hour = counter.add(progress.now(), 4, 102);
        assertThat(hour).isEqualTo(new Hour(102, List.of(1L, 0L, 3L), List.of(1L, 0L, 1L), List.of(0L, 0L, 12L)));
        assertThat(counter.add(progress.now(), 4, 300).messages()).hasSize(60).containsOnly(0L);
    }

    @Test
    void hoursAreAddedByMinute() {
        List<Long> ones = LongStream.generate(() -> 1).limit(60).boxed().toList();
        Hour dead = new Hour(90, ones, ones, ones);
        Hour ahead = new Hour(101, List.of(5L, 6L), List.of(), List.of(7L, 8L));
        Hour sum = Hour.sum(List.of(dead, ahead, Hour.NOTHING), 100);
        assertThat(sum.messages().subList(0, 12)).containsExactly(6L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L);
        assertThat(sum.bytes()).hasSize(60).startsWith(8L, 0L);
        assertThat(Hour.newest(sum.messages(), 2)).isEqualTo(6);
    }
}
