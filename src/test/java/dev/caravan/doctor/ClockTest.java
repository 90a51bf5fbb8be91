package dev.caravan.doctor;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.doctor.Finding.Result;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.900Z");

    private static Finding compared(Optional<Instant> theirs) {
        Examination examination = new Examination("source");
        new Clock(() -> NOON).compare(examination, new Timed(theirs));
        return examination.findings().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T12:00:00Z, OK, right",
        "2026-11-22T12:02:00.900Z, OK, 120 s behind the store's",
        "2026-11-22T11:58:00Z, OK, 120 s ahead of the store's",
        "2026-11-22T12:20:00.900Z, WRONG, 1200 s behind the store's",
        "2026-11-22T11:40:00Z, WRONG, 1200 s ahead of the store's",
    })
    void aClockMayBeAFewMinutesOff(Instant theirs, Result result, String said) {
        Finding finding = compared(Optional.of(theirs));
        assertThat(finding.result()).isEqualTo(result);
        assertThat(finding.said()).contains(said);
    }

    @Test
    void aStoreThatDoesNotTellItsTimeIsNoFault() {
        assertThat(compared(Optional.empty()).result()).isEqualTo(Result.NOTE);
    }

    /** A store that returns its time and supports nothing else. */
    private record Timed(Optional<Instant> theirs) implements ObjectStore {
        @Override
        public Optional<Instant> time() {
            return theirs;
        }

        @Override
        public String name() {
            return "s3://timed";
        }

        @Override
        public ObjectPage list(ListRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ObjectInfo head(String key, String versionId, boolean complete) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ObjectContent get(GetRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void check() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
