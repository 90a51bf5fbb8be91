package dev.caravan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the manual.
 *
 * @param file relative to the checkout
 * @param blocks of code
 * @param anchors of the headings, as GitHub makes them
 */
public record DocPage(Path file, List<Block> blocks, Set<String> anchors, List<Link> links) {

    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");
    private static final Pattern LINK = Pattern.compile("\\[(?:[^\\[\\]]|\\[[^\\]]*\\])*\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCE = Pattern.compile(" {0,3}```");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");

    /**
     * A block of code.
     *
     * @param info the text after the opening fence; {@code null} for an indented block
     * @param line number of the first line, counted from 1
     */
    public record Block(String info, int line, List<String> lines) {

        /** Returns whether the block contains commands, with or without their output. */
        public boolean hasCommands() {
            return info == null || info.isEmpty() || kind().equals("sh") || kind().equals("console");
        }

        /**
         * Returns whether a test can't run the commands, because they need an account or another resource of the user.
         */
        public boolean needsCloud() {
            return info != null && Arrays.asList(info.split(" ", -1)).contains("cloud");
        }

        /** Returns the language, such as {@code sh}. */
        public String kind() {
            return info == null ? "" : info.split(" ", 2)[0];
        }
    }

    /** A link outside code. */
    public record Link(String target, int line) {}

    /** Returns README, CONTRIBUTING and all pages below docs. */
    public static List<DocPage> all() throws IOException {
        List<DocPage> pages = new ArrayList<>();
        for (String name : List.of("README.md", "CONTRIBUTING.md", "cloudformation/README.md")) {
            pages.add(read(Path.of(name)));
        }
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            for (Path file : files.filter(name -> name.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                pages.add(read(file));
            }
        }
        return pages;
    }

    /** Reads a page. */
    public static DocPage read(Path file) throws IOException {
        Reader reader = new Reader();
        for (String line : Files.readAllLines(file)) {
            reader.line(line);
        }
        reader.endBlock();
        return new DocPage(file, reader.blocks, reader.anchors, reader.links);
    }

    /** Returns the anchor that GitHub makes of a heading. */
    public static String anchor(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                .replace(' ', '-');
    }

    private static final class Reader {

        private final List<Block> blocks = new ArrayList<>();
        private final Set<String> anchors = new LinkedHashSet<>();
        private final List<Link> links = new ArrayList<>();
        private List<String> block;
        private String info;
        private int begin;
        private int number;
        private boolean afterBlank = true;

        void line(String line) {
            number++;
            boolean fenced = block != null && info != null;
            // In a list a fence is indented by up to three spaces.
            if (FENCE.matcher(line).lookingAt()) {
                endBlock();
                if (!fenced) {
                    begin(line.strip().substring(3).strip());
                }
            } else if (fenced) {
                block.add(line);
            } else if (line.startsWith("    ") && (block != null || afterBlank)) {
                if (block == null) {
                    begin(null);
                }
                block.add(line.substring(4));
            } else if (block != null && line.isBlank()) {
                block.add("");
            } else {
                endBlock();
                text(line);
            }
            afterBlank = line.isBlank();
        }

        private void begin(String of) {
            block = new ArrayList<>();
            info = of;
            begin = number;
        }

        void endBlock() {
            if (block != null) {
                blocks.add(new Block(info, begin, block));
                block = null;
                info = null;
            }
        }

        private void text(String line) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                for (int i = 1; !anchors.add(anchor); i++) {
                    anchor = anchor(heading.group(1)) + "-" + i;
                }
            }
            LINK.matcher(CODE.matcher(line).replaceAll("code"))
                    .results()
                    .forEach(link -> links.add(new Link(link.group(1), number)));
        }
    }
}
