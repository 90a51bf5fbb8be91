package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.DocCommand;
import dev.caravan.DocExample;
import dev.caravan.DocPage;
import dev.caravan.command.Commands;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.LocalS3;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the commands of the manual that need no cloud, unchanged, with two local stores in the environment. */
class DocCommandsIT {

    private static final Set<String> REGIONS = Set.of("--source-region", "--dest-region");
    private static final Set<String> ENDPOINTS = Set.of("--source-endpoint", "--dest-endpoint");
    private static final Set<String> FILES =
            Set.of("--report", "--routes", "--keys-from", "--filter-from", "--prefix-list");

    /** Other tests run these commands. */
    private static final Set<String> ELSEWHERE = Set.of("demo", "bench");

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private final Set<String> made = new HashSet<>(Set.of("source from", "destination to"));

    /** A translation has the commands of the English page: a unit test compares them. */
    static Stream<DocPage> pages() throws IOException {
        return DocPage.all().stream()
                .filter(page -> !page.file().startsWith("docs/zh"))
                .filter(page -> page.blocks().stream()
                        .anyMatch(block -> !commands(block).isEmpty()));
    }

    private static List<DocCommand> commands(DocPage.Block block) {
        return block.kind().isEmpty() || !block.hasCommands() || block.needsCloud()
                ? List.of()
                : DocCommand.of(block).stream()
                        .filter(command ->
                                !ELSEWHERE.contains(command.arguments().get(0)))
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsOfThePageDoWhatTheySay(DocPage page) throws IOException {
        fill(stores.from);
        files(page);
        for (DocPage.Block block : page.blocks()) {
            for (Map.Entry<String, String> file : DocCommand.files(block).entrySet()) {
                Files.writeString(stores.folder.resolve(file.getKey()), file.getValue());
            }
            for (DocCommand command : commands(block)) {
                run(page, command);
            }
        }
    }

    private void run(DocPage page, DocCommand command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Map<String, String> environment = new HashMap<>(stores.environment);
        environment.put("SRC_ENDPOINT", stores.source.endpoint().toString());
        environment.put("DEST_ENDPOINT", stores.destination.endpoint().toString());
        environment.put("RECORDS_FILE", stores.folder.resolve("records").toString());
        environment.putAll(command.environment());
        int code = Commands.run(
                here(command.arguments()),
                stores.systemProperties,
                environment,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        List<Integer> expected = command.mayFail() ? List.of(0, 1, 2, 4) : List.of(0);
        assertThat(expected)
                .as("exit code of %s, %s%n%s%s", page.file(), command, out, err)
                .contains(code);
    }

    /** Returns the arguments with the stores and the folder of the test. */
    private String[] here(List<String> arguments) {
        List<String> here = new ArrayList<>();
        int urls = 0;
        String option = "";
        for (String argument : arguments) {
            if (ENDPOINTS.contains(option)) {
                LocalS3 store = option.startsWith("--source") ? stores.source : stores.destination;
                here.add(store.endpoint().toString());
            } else if (REGIONS.contains(option)) {
                here.add("us-east-1");
            } else if (FILES.contains(option) && !argument.contains(":")) {
                here.add(stores.folder.resolve(argument).toString());
            } else {
                here.add(argument);
            }
            if (argument.startsWith("s3://") && !option.equals("--backup-prefix")) {
                make(argument.split("/", -1)[2], urls++ != 1);
            }
            option = argument;
        }
        return here.toArray(String[]::new);
    }

    private void make(String bucket, boolean source) {
        if (made.add((source ? "source " : "destination ") + bucket)) {
            Bucket created = (source ? stores.source : stores.destination).createBucket(bucket);
            if (source) {
                fill(created);
            }
        }
    }

    /** Puts the objects that the pages name. */
    private static void fill(Bucket bucket) {
        for (String key : List.of("2026/a.jpg", "2025/b.jpg", "index.html", "odd/a//b", "logs/1.txt", "tmp/x.tmp")) {
            bucket.put(key, key);
        }
        if (bucket.name().equals("films")) {
            bucket.put("master.mov", Content.synthetic(1, 17L << 20));
        }
        bucket.put("keys.jsonl", "{\"key\": \"index.html\"}\n");
    }

    private void files(DocPage page) throws IOException {
        Files.writeString(stores.folder.resolve("keys.txt"), "index.html\n2026/a.jpg\n");
        Files.writeString(stores.folder.resolve("rules.txt"), "- tmp/\n+ *.html\n");
        Path routes = Files.createDirectories(stores.folder.resolve("my-routes"));
        boolean readme = page.file().equals(Path.of("README.md"));
        Files.writeString(
                routes.resolve("extensions.camel.yaml"),
                readme
                        ? DocExample.of("../README.md", "copied. Write this to")
                        : DocExample.of("routes.md", "Skip objects:"));
    }
}
