package dev.caravan.finder;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.store.KeyOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeySpaceTest {

    @Property(seed = "815")
    void aSuccessorIsValidUnicodeAndComesAfterAllThatShareTheBeginning(
            @ForAll @IntRange(max = 0x10FFFD) int codePoint) {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            return;
        }
        String key = "a/" + Character.toString(codePoint) + "\uDBFF\uDFFF";

        String successor = KeySpace.successor(key, 2);

        if (codePoint < 0x10FFFD) {
            assertThat(KeyOrder.compare(key, successor)).isNegative();
            assertThat(new String(successor.getBytes(UTF_8), UTF_8)).isEqualTo(successor);
            assertThat(Character.isISOControl(successor.codePointAt(2))).isFalse();
        } else {
            assertThat(successor).isEmpty();
        }
    }

    @Test
    void controlCharactersAndSurrogatesAreSkipped() {
        assertThat(KeySpace.successor("a\n", 1)).isEqualTo("a ");
        assertThat(KeySpace.successor("a~", 1)).isEqualTo("a\u00A0");
        assertThat(KeySpace.successor("a\uD7FF", 1)).isEqualTo("a\uE000");
        assertThat(KeySpace.successor("a\uFFFD", 1)).isEqualTo("a\uD800\uDC00");
    }
}
