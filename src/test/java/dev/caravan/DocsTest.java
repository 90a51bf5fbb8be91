package dev.caravan;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that the manual's links work, that its first page is short, and that its statements about the code are true.
 */
class DocsTest {

    private static final Path MAIN = Path.of("src/main/java/dev/caravan");
    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        Map<Path, DocPage> pages = new HashMap<>();
        DocPage.all().forEach(page -> pages.put(page.file(), page));
        for (DocPage page : pages.values()) {
            for (DocPage.Link link : page.links()) {
                if (!link.target().matches("\\w+:.*") && !resolves(pages, page.file(), link.target())) {
                    broken.add(page.file() + ":" + link.line() + ": " + link.target());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean resolves(Map<Path, DocPage> pages, Path from, String target) {
        int hash = target.indexOf('#');
        String name = hash < 0 ? target : target.substring(0, hash);
        Path file = name.isEmpty() ? from : from.resolveSibling(name).normalize();
        return hash < 0
                ? Files.exists(file)
                : pages.containsKey(file) && pages.get(file).anchors().contains(target.substring(hash + 1));
    }

    /** The distribution contains the pages and the files that they link to. */
    @Test
    void everyLinkLeadsToAFileOfTheDistribution() throws IOException {
        String assembly = Files.readString(Path.of("src/main/assembly/distribution.xml"));
        for (DocPage page : DocPage.all()) {
            for (DocPage.Link link : page.links()) {
                if (page.file().startsWith("docs") && !link.target().matches("\\w+:.*|#.*")) {
                    Path file = page.file()
                            .resolveSibling(link.target().replaceAll("#.*", ""))
                            .normalize();
                    assertThat(assembly).contains("<include>" + file.getName(0));
                }
            }
        }
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        Set<String> linked = new TreeSet<>();
        for (String index : List.of("docs/README.md", "docs/decisions/README.md", "docs/zh/README.md")) {
            Path file = Path.of(index);
            for (DocPage.Link link : DocPage.read(file).links()) {
                linked.add(file.resolveSibling(link.target()).normalize().toString());
            }
        }
        for (DocPage page : DocPage.all()) {
            if (page.file().startsWith("docs") && !page.file().equals(Path.of("docs/README.md"))) {
                assertThat(linked).contains(page.file().toString());
            }
        }
    }

    @Test
    void chineseErrorTextsAreThoseOfTheEnglishPage() throws IOException {
        String english = Files.readString(Path.of("docs/troubleshooting.md"));
        Files.readAllLines(Path.of("docs/zh/troubleshooting.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> found("`([^`]+)`", line.substring(0, line.indexOf(" | "))).stream())
                .forEach(text -> assertThat(english).contains(text));
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void architectureNamesMethodsThatExist() throws IOException {
        List<String> named = found("`([a-z][\\w/]*/\\w+#\\w+)`", Files.readString(ARCHITECTURE));
        assertThat(named).hasSizeGreaterThan(25);
        for (String name : named) {
            String[] parts = name.split("#", -1);
            Path file = MAIN.resolve(parts[0] + ".java");
            assertThat(file).as(name).exists();
            assertThat(Files.readString(file)).as(name).containsPattern("\\b" + parts[1] + "\\(");
        }
    }

    @Test
    void architectureNamesTheHeadersAndPropertiesOfTheRoutes() throws IOException {
        Set<String> set = new TreeSet<>();
        for (String folder : List.of("flow", "queue")) {
            try (Stream<Path> files = Files.list(MAIN.resolve(folder))) {
                for (Path file : files.toList()) {
                    if (!file.endsWith("ExtensionHeaders.java")) {
                        set.addAll(found("String [A-Z_]+ = \"(Caravan\\w+)\"", Files.readString(file)));
                    }
                }
            }
        }
        String page = Files.readString(ARCHITECTURE);
        String tables = page.substring(page.indexOf("## Names on an exchange"), page.indexOf("## How it survives"));
        assertThat(new TreeSet<>(found("`(Caravan\\w+)`", tables))).isEqualTo(set);
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
