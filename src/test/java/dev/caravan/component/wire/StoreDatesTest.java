package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreDatesTest {

    @Test
    void readsWhatTheGeneralParserReads() {
        DateTimeFormatter header = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE));
            assertThat(StoreDates.listed(time.toString())).isEqualTo(time);
            Instant millis = time.plusMillis(1 + random.nextInt(999));
            assertThat(StoreDates.listed(millis.toString())).isEqualTo(millis);
            assertThat(StoreDates.header(header.format(time))).isEqualTo(time);
        }
        assertThat(StoreDates.listed("2023-11-14T22:13:20.123456Z")).isEqualTo("2023-11-14T22:13:20.123456Z");
        assertThat(StoreDates.header("Tue, 3 Jun 2008 11:05:30 GMT")).isEqualTo("2008-06-03T11:05:30Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-11-14T22:13:20",
                "2023-11-14T22:13:20.000",
                "2023-11-14 22:13:20",
                "2023-11-14 22:13:20Z",
                "2023-11-14t22:13:20z",
                "2023-11-14T22:13:20+00:00",
                "2023-11-15T06:13:20.000+08:00",
                "2023-11-15T06:13:20+0800",
                "2023-11-14T22:13:20.0000000Z",
                "Tue, 14 Nov 2023 22:13:20 GMT"
            })
    void readsOtherFormsOfAListedTimeThatMeanOneMoment(String text) {
        assertThat(StoreDates.listed(text)).isEqualTo("2023-11-14T22:13:20Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-11-14", "14.11.2023 22:13:20", "11/14/2023 22:13:20", "1699999999", "22:13:20"})
    void refusesAListedTimeThatMayMeanSeveral(String text) {
        assertThatThrownBy(() -> StoreDates.listed(text)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "2023-13-14T22:13:20.000Z", "2023-11-31T22:13:20Z", "2023-11-14T25:13:20.000Z"})
    void refusesWhatIsNoListedTime(String text) {
        assertThatThrownBy(() -> StoreDates.listed(text)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Tue, 31 Nov 2023 22:13:20 GMT", "Tue, 14 Xxx 2023 22:13:20 GMT", "2023-11-14T22:13:20Z"})
    void refusesWhatIsNoHeaderTime(String text) {
        assertThatThrownBy(() -> StoreDates.header(text)).isInstanceOf(DateTimeException.class);
    }
}
