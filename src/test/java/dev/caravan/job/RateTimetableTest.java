package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTimetableTest {

    /** 2026-11-30 is a Monday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "08:00,10MiB 19:00,off | 2026-11-30T07:59:59 | 0",
                "08:00,10MiB 19:00,off | 2026-11-30T08:00:00 | 10485760",
                "08:00,10MiB 19:00,off | 2026-11-30T18:59:59 | 10485760",
                "08:00,10MiB 19:00,off | 2026-11-30T19:00:00 | 0",
                "19:00,1000 8:30,5/s   | 2026-12-01T00:00:00 | 1000",
                "19:00,1000 8:30,5/s   | 2026-12-01T08:30:00 | 5",
                "Sat-00:00,off Mon-06:00,7 | 2026-11-29T23:00:00 | 0",
                "Sat-00:00,off Mon-06:00,7 | 2026-11-30T05:59:00 | 0",
                "Sat-00:00,off Mon-06:00,7 | 2026-11-30T06:00:00 | 7",
                "sat-08:00,OFF 08:00,9 20:00,8 | 2026-12-05T09:00:00 | 0",
                "sat-08:00,OFF 08:00,9 20:00,8 | 2026-12-05T20:00:00 | 8",
                "sat-08:00,OFF 08:00,9 20:00,8 | 2026-12-04T08:00:00 | 9",
                "50MiB | 2026-11-30T08:00:00 | 52428800",
                "off | 2026-11-30T08:00:00 | 0"
            })
    void theLastTimeThatHasComeCounts(String text, LocalDateTime time, long rate) {
        assertThat(RateTimetable.parse(text).at(time)).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fast",
                "08:00",
                "24:00,1MiB",
                "08:60,1MiB",
                "08:00,fast",
                "08:00,1MiB;19:00,off",
                "Foo-08:00,1MiB",
                "-1",
                "08:00,1MiB 19:00",
                ",",
                "8,1MiB"
            })
    void whatIsNoTimetableIsRefused(String text) {
        assertThatThrownBy(() -> RateTimetable.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLowestLimitIsWhatAnEstimateTakes() {
        assertThat(RateTimetable.parse("08:00,10 12:00,off 19:00,20").lowest()).isEqualTo(10);
        assertThat(RateTimetable.parse("off").lowest()).isZero();
        assertThat(RateTimetable.of(7).changes()).isFalse();
    }
}
