package dev.caravan.record;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "finder lease of bucket/é\uD83D\uDE00", "ends with =", "ends with =="})
    void isLongerThanAnyObjectsKeyAndNoLongerThanTheTableTakes(String name) {
        String key = ReservedKey.of(name);
        assertThat(key).startsWith(name);
        assertThat(key.getBytes(StandardCharsets.UTF_8).length).isBetween(1025, 2048);
        assertThat(ReservedKey.isReserved(key)).isTrue();
    }

    @Test
    void twoNamesNeverShareOne() {
        assertThat(ReservedKey.of("a")).isNotEqualTo(ReservedKey.of("a ="));
        assertThat(ReservedKey.of("a =")).isNotEqualTo(ReservedKey.of("a = ="));
    }

    @Test
    void theLongestObjectKeysAreNotReserved() {
        assertThat(ReservedKey.isReserved("a".repeat(1024))).isFalse();
        assertThat(ReservedKey.isReserved("€".repeat(341))).isFalse();
        assertThat(ReservedKey.isReserved("a".repeat(1025))).isTrue();
        assertThat(ReservedKey.isReserved("€".repeat(342))).isTrue();
    }

    @Test
    void aNameThatLeavesNoRoomIsRefused() {
        assertThatThrownBy(() -> ReservedKey.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReservedKey.of("a".repeat(1025))).isInstanceOf(IllegalArgumentException.class);
    }
}
