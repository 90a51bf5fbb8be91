package dev.caravan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the examples of the docs, so that tests run the code that people read. */
public final class DocExample {

    private DocExample() {}

    /**
     * Returns the first block of code after a line of a document.
     *
     * @param file in docs
     * @param line the start of the line
     */
    public static String of(String file, String line) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs", file));
        int from = 1;
        for (String text : lines) {
            if (text.startsWith(line)) {
                break;
            }
            from++;
        }
        int after = from;
        return DocPage.read(Path.of("docs", file)).blocks().stream()
                .filter(block -> block.line() > after)
                .findFirst()
                .map(block -> String.join("\n", block.lines()) + "\n")
                .orElseThrow(() -> new AssertionError(file + ": no code after: " + line));
    }
}
