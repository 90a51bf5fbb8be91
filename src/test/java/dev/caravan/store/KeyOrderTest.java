package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

    @Test
    void aCharacterBeyondTheBasicPlaneComesAfterAllOthersThoughItsSurrogatesDoNot() {
        String emoji = "\uD83D\uDE00";
        String privateUse = "\uE000";

        assertThat(emoji).isLessThan(privateUse);
        assertThat(KeyOrder.compare(emoji, privateUse)).isPositive();
    }

    @Test
    void aKeyComesBeforeWhatItIsTheBeginningOf() {
        assertThat(KeyOrder.compare("a", "a/")).isNegative();
    }

    @Property(seed = "4711")
    void theOrderIsThatOfTheUtf8Bytes(@ForAll("keys") String a, @ForAll("keys") String b) {
        int expected = Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

        assertThat(Integer.signum(KeyOrder.compare(a, b))).isEqualTo(Integer.signum(expected));
    }

    @Property(seed = "4712")
    void whatStandsBeforeTheOffsetsIsLeftOut(@ForAll("keys") String a, @ForAll("keys") String b) {
        assertThat(KeyOrder.compare("logs/" + a, 5, "z" + b, 1)).isEqualTo(KeyOrder.compare(a, b));
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(
                        "a", "b", "/", "\u007F", "\u00E9", "\uD7FF", "\uE000", "\uFFFD", "\uD800\uDC00", "\uDBFF\uDFFD")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }
}
