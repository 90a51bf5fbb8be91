package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that docs/troubleshooting.md quotes the real messages of Caravan, its template and its scripts. Messages of
 * AWS and the providers have a separate section.
 */
class TroubleshootingDocTest {

    private static final Path PAGE = Path.of("docs/troubleshooting.md");
    private static final List<Path> SOURCES =
            List.of(Path.of("src/main"), Path.of("cloudformation"), Path.of("ami/files"));
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @Test
    void everyQuotedTextIsSaidSomewhere() throws IOException {
        String page = Files.readString(PAGE);
        List<String> texts = quoted(page.substring(0, page.indexOf("## What AWS and the providers say")));
        assertThat(texts).hasSizeGreaterThan(30);
        String said = said();
        assertThat(texts).allSatisfy(text -> {
            for (String part : text.split("…", -1)) {
                assertThat(said.contains(bare(part))).as("%s: %s", text, part).isTrue();
            }
        });
    }

    /** Returns the quoted texts in the first cells of the rows. */
    private static List<String> quoted(String page) {
        List<String> texts = new ArrayList<>();
        page.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            Matcher quoted = QUOTED.matcher(line.substring(0, line.indexOf(" | ")));
            while (quoted.find()) {
                texts.add(quoted.group(1));
            }
        });
        return texts;
    }

    private static String said() throws IOException {
        StringBuilder said = new StringBuilder();
        for (Path folder : SOURCES) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    said.append(bare(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
                }
            }
        }
        return said.toString();
    }

    /** Removes the characters that separate the lines of a text in source code. */
    private static String bare(String text) {
        StringBuilder bare = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (c != '"' && c != '+' && !Character.isWhitespace(c)) {
                bare.append(c);
            }
        }
        return bare.toString();
    }
}
