package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Examples of the docs, so that tests run what people read. */
public final class DocExample {

    private DocExample() {}

    /**
     * Returns the first indented block after a line of a document.
     *
     * @param file in docs
     * @param line how the line begins
     */
    public static String of(String file, String line) throws IOException {
        List<String> block = Files.readAllLines(Path.of("docs", file)).stream()
                .dropWhile(text -> !text.startsWith(line))
                .dropWhile(text -> !text.startsWith("    "))
                .takeWhile(text -> text.startsWith("    "))
                .map(text -> text.substring(4) + "\n")
                .toList();
        assertThat(block).as("%s: %s", file, line).isNotEmpty();
        return String.join("", block);
    }
}
