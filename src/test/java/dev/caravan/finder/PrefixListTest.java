package dev.caravan.finder;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixListTest {

    @Test
    void oneLineIsOnePrefixWhateverEndsTheLine() {
        assertThat(parse("b/\r\na/\nc")).containsExactly("a/", "b/", "c");
        assertThat(parse("a/\r\n")).containsExactly("a/");
    }

    @Test
    void aByteOrderMarkAndEmptyLinesDoNotCount() {
        assertThat(parse("\uFEFFa/\n\n\r\n\nb/\n\n")).containsExactly("a/", "b/");
    }

    @Test
    void spacesHashesAndBackslashesArePartOfAPrefix() {
        assertThat(parse(" a \n#b\n\\n\n ")).containsExactly(" ", "#b", "\\n");
        assertThat(parse("a \nb\t\n")).containsExactly("a ", "b\t");
    }

    @Test
    void aPrefixThatAnotherOneCoversIsLeftOut() {
        assertThat(parse("a/b/\na/\na/\na0\na/c\n")).containsExactly("a/", "a0");
    }

    @Test
    void coveredPrefixesAreFoundBeyondTheBasicPlaneToo() {
        assertThat(parse("\uD83D\uDE00\n\uE000\n\uD83D\uDE00x\n")).containsExactly("\uE000", "\uD83D\uDE00");
    }

    @Test
    void whatIsNotUtf8IsRefusedWithItsLine() {
        byte[] text = {'a', '\n', (byte) 0xC3, '\n'};

        assertThatThrownBy(() -> PrefixList.parse(text, "list.txt", ""))
                .isInstanceOf(PrefixListException.class)
                .hasMessage("prefix list list.txt, line 2: this is not UTF-8. Save the list as UTF-8");
    }

    @Test
    void aPrefixLongerThanAnyKeyIsRefusedWithItsLine() {
        assertThat(parse("a".repeat(1024))).hasSize(1);
        assertThatThrownBy(() -> parse("x\n\n" + "\u00E9".repeat(513)))
                .isInstanceOf(PrefixListException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("1026 bytes");
    }

    @Test
    void anEmptyListIsRefusedInsteadOfMeaningEverything() {
        for (String text : List.of("", "\n\r\n\n", "\uFEFF")) {
            assertThatThrownBy(() -> parse(text))
                    .isInstanceOf(PrefixListException.class)
                    .hasMessageContaining("there is no prefix in it");
        }
    }

    @Test
    void aPrefixOutsideOfTheSourceIsRefusedWithItsLine() {
        assertThatThrownBy(() -> PrefixList.parse("logs/a\nother\u0007/\n".getBytes(UTF_8), "list.txt", "logs/"))
                .isInstanceOf(PrefixListException.class)
                .hasMessageStartingWith(
                        "prefix list list.txt, line 2: the prefix \"other\\u0007/\" doesn't begin with");
    }

    private static List<String> parse(String text) {
        return PrefixList.parse(text.getBytes(UTF_8), "list.txt", "");
    }
}
