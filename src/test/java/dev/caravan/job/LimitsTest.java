package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    private static final Instant NOW = Instant.parse("2026-11-08T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "7d, 2026-11-01T12:00:00Z",
        "12h, 2026-11-08T00:00:00Z",
        "30 M, 2026-11-08T11:30:00Z",
        "2026-11-01, 2026-11-01T00:00:00Z",
        "2026-11-01T08:00:00Z, 2026-11-01T08:00:00Z",
        "2026-11-01T08:00, 2026-11-01T08:00:00Z",
        "2026-11-01T08:00:00+08:00, 2026-11-01T00:00:00Z",
    })
    void aPointInTimeIsAnAgeOrADate(String text, Instant at) {
        assertThat(Moment.parse(text).at(NOW)).isEqualTo(at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "d", "-7d", "7w", "0m", "9999d", "2026-13-01", "2026-02-30", "yesterday", "08:00"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Moment.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "10, 2026-11-01T00:00:00Z, STANDARD, -",
                "9, 2026-11-01T00:00:00Z, STANDARD, --min-size",
                "20, 2026-11-01T00:00:00Z, STANDARD, -",
                "21, 2026-11-01T00:00:00Z, STANDARD, --max-size",
                "10, 2026-10-31T23:59:59Z, STANDARD, --newer-than",
                "10, 2026-11-07T11:59:59Z, STANDARD, -",
                "10, 2026-11-07T12:00:00Z, STANDARD, --older-than",
                "10, 2026-11-01T00:00:00Z, '', -",
                "10, 2026-11-01T00:00:00Z, Standard, -",
                "10, 2026-11-01T00:00:00Z, STANDARD_IA, -",
                "10, 2026-11-01T00:00:00Z, GLACIER, --source-storage-class",
            })
    void anObjectIsWithinEveryLimit(long size, Instant modified, String storageClass, String option) throws Exception {
        Limits limits = limits(Map.of(
                "SRC_MIN_SIZE", "10",
                "SRC_MAX_SIZE", "20",
                "SRC_NEWER_THAN", "2026-11-01",
                "SRC_OLDER_THAN", "1d",
                "SRC_STORAGE_CLASS", "standard, standard_ia"));
        assertThat(limits.at(NOW).leftOutBy(size, modified, storageClass)).isEqualTo(option);
    }

    @Test
    void twoRunsWithOneDateShareABucketWithoutAHole() throws Exception {
        Limits.At newer = limits(Map.of("SRC_NEWER_THAN", "2026-11-01")).at(NOW);
        Limits.At older = limits(Map.of("SRC_OLDER_THAN", "2026-11-01")).at(NOW);
        for (String time : List.of("2026-10-31T23:59:59Z", "2026-11-01T00:00:00Z", "2026-11-01T00:00:01Z")) {
            Instant modified = Instant.parse(time);
            assertThat(newer.leftOutBy(1, modified) == null).isNotEqualTo(older.leftOutBy(1, modified) == null);
        }
    }

    @Test
    void withoutOptionsNothingIsLeftOut() throws Exception {
        Limits limits = limits(Map.of());
        assertThat(limits).isEqualTo(Limits.NONE);
        assertThat(limits.needTimeOrClass()).isFalse();
        assertThat(limits.concernDestination()).isFalse();
        assertThat(limits.at(NOW).leftOutBy(Long.MAX_VALUE, Instant.EPOCH, "GLACIER"))
                .isNull();
    }

    @Test
    void classesMayBeRepeatedOrSeparatedByCommas() throws Exception {
        Settings settings = new Settings(
                Map.of(JobOption.SOURCE_STORAGE_CLASS, List.of("STANDARD,GLACIER_IR", "Archive")),
                Map.of(),
                Map.of(),
                Map.of());
        assertThat(JobReader.read("s3://a", "s3://b", settings)
                        .choice()
                        .limits()
                        .storageClasses())
                .isEqualTo(Set.of("STANDARD", "GLACIER_IR", "ARCHIVE"));
    }

    private static Limits limits(Map<String, String> environment) throws InvalidJobException {
        Settings settings = new Settings(Map.of(), Map.of(), environment, Map.of());
        return JobReader.read("s3://a", "s3://b", settings).choice().limits();
    }
}
