package dev.caravan;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that text for people has plain words and short sentences: see "Words" in CONTRIBUTING.md. */
class WordsTest {

    /** Phrases that are hard to read, each line with plainer words. */
    private static final List<String> TURNS = List.of(
            "so many",
            "so much", // the number of
            "whoever",
            "whomever",
            "whosever", // the process, the user, any client
            "as whom",
            "to whom",
            "for who", // with the identity of
            "where it is one",
            "where it is none", // if
            "is told",
            "are told",
            "was told",
            "told of",
            "tell of",
            "tells of", // reports, receives, shows
            "in vain",
            "of late",
            "none such",
            "for ever", // without success, recently, invalid, forever
            "from now on",
            "from then on", // later
            "is to be",
            "are to be", // must be, can be
            "held against", // compared with
            "laid aside",
            "lays aside", // moved to the dead-letter queue
            "hence",
            "thereof",
            "therein",
            "whence",
            "lest",
            "ought", // so, of it, in it, or else, should
            "anew",
            "once more", // again
            "somebody", // another process, another user
            "goes before", // overrides
            "as it stands",
            "as they stand", // unchanged, literally
            "one's own"); // your own

    private static final int LONGEST_SENTENCE = 35;

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:;])\\s+");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern PARAGRAPH = Pattern.compile("\n(?=\\s*(?:[-*]|\\d+\\.) )|\n\\s*\n");

    /** Pages that are made from code, whose texts are checked, or that aren't in English. */
    private static final Set<String> GENERATED = Set.of("options.md", "components.md", "routes-reference.md");

    @Test
    void textsUsePlainWords() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            String text = text(file);
            for (String turn : TURNS) {
                for (int at = text.indexOf(turn); at >= 0; at = text.indexOf(turn, at + 1)) {
                    if (isWord(text, at, at + turn.length())) {
                        found.add(file + ": " + text.substring(Math.max(0, at - 50), at + turn.length()));
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /**
     * Returns a file in lower case on one line. So a phrase is found across the end of a line or of a string literal.
     * For a test, returns only the comments.
     */
    private static String text(Path file) throws IOException {
        StringBuilder text = new StringBuilder(" ");
        for (String line : Files.readAllLines(file)) {
            String rest = line.strip();
            if (file.startsWith("src/test") && !rest.startsWith("/") && !rest.startsWith("*")) {
                continue;
            }
            int mark = 0;
            while (mark < rest.length() && "*/#".indexOf(rest.charAt(mark)) >= 0) {
                mark++;
            }
            text.append(rest.substring(mark).strip()).append(' ');
        }
        return text.toString().replace("\" + \"", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isWord(String text, int from, int to) {
        char before = text.charAt(from - 1);
        return !Character.isLetter(before) && before != '-' && !Character.isLetter(text.charAt(to));
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : List.of("README.md", "CONTRIBUTING.md", "caravan", "pom.xml", "deploy/smoke", ".ci/run")) {
            files.add(Path.of(name));
        }
        for (String folder : List.of("src/main", "src/test/java", "cloudformation", "ami", "docs")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(WordsTest::isText).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isText(Path file) {
        return Files.isRegularFile(file) && !file.toString().matches(".*\\.(svg|png|jar|class|zip)");
    }

    @Test
    void sentencesOfTheManualAreShort() throws IOException {
        List<String> found = new ArrayList<>();
        for (DocPage page : DocPage.all()) {
            if (GENERATED.contains(page.file().getFileName().toString())
                    || page.file().startsWith("docs/zh")) {
                continue;
            }
            for (String paragraph : PARAGRAPH.split(prose(page.file()))) {
                String text =
                        LINK.matcher(CODE.matcher(paragraph).replaceAll("code")).replaceAll("$1");
                for (String sentence : SENTENCE_END.split(text.strip())) {
                    if (sentence.split("\\s+").length > LONGEST_SENTENCE) {
                        found.add(page.file() + ": " + sentence);
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** Returns a page without code blocks, tables and headings. */
    private static String prose(Path file) throws IOException {
        StringBuilder prose = new StringBuilder();
        boolean code = false;
        for (String line : Files.readAllLines(file)) {
            code ^= line.startsWith("```");
            boolean skipped = code
                    || line.startsWith("```")
                    || line.startsWith("|")
                    || line.startsWith("#")
                    || line.startsWith("    ");
            prose.append(skipped ? "" : line).append('\n');
        }
        return prose.toString();
    }
}
