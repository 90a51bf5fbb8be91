package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyLengthTest {

    @Property(seed = "816")
    void bytesAreThoseOfUtf8(@ForAll @IntRange(max = 0x10FFFF) int codePoint) {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            return;
        }
        String key = "a" + Character.toString(codePoint);

        assertThat(KeyLength.bytes(key)).isEqualTo(key.getBytes(UTF_8).length);
    }

    @Test
    void aKeyMayHave1024Bytes() {
        for (String part : new String[] {"k", "\u00E9", "\uD83D\uDE00"}) {
            String longest = part.repeat(1024 / KeyLength.bytes(part));
            assertThat(KeyLength.isTooLong(longest)).isFalse();
            assertThat(KeyLength.isTooLong(longest + "k")).isTrue();
        }
        assertThat(KeyLength.isTooLong("\u4E2D".repeat(341) + "k")).isFalse();
        assertThat(KeyLength.isTooLong("\u4E2D".repeat(342))).isTrue();
    }
}
