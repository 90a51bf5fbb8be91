package dev.caravan.bench;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Bucket;
import dev.caravan.local.LocalS3;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs a scenario with each tool in turn, several times, and prints the medians as a Markdown table. */
public final class Bench {

    private static final int RUNS = 3;

    private final Path folder;
    private final PrintWriter out;

    Bench(Path folder, PrintWriter out) {
        this.folder = folder;
        this.out = out;
    }

    /** Runs {@code bench [SCENARIO ...] [--runs N]}; without a scenario, all. */
    public static void main(String[] arguments) throws Exception {
        List<Scenario> scenarios = new ArrayList<>();
        int runs = RUNS;
        try {
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i].equals("--runs") && i + 1 < arguments.length) {
                    runs = Math.max(1, Integer.parseInt(arguments[++i]));
                } else {
                    scenarios.add(Scenario.named(arguments[i]));
                }
            }
        } catch (IllegalArgumentException e) {
            System.err.println("caravan bench: " + e.getMessage());
            System.exit(ExitCode.USAGE);
        }
        Path home = Path.of(System.getProperty("caravan.home")).toAbsolutePath();
        Path folder = Files.createTempDirectory("caravan-bench");
        Bench bench = new Bench(folder, new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        boolean complete = true;
        for (Scenario scenario : scenarios.isEmpty() ? List.of(Scenario.values()) : scenarios) {
            complete &= bench.run(scenario, runs, home);
        }
        System.exit(complete ? ExitCode.DONE : ExitCode.OBJECTS_FAILED);
    }

    private boolean run(Scenario scenario, int runs, Path home) throws Exception {
        try (LocalS3 from = LocalS3.start().credential(Tool.ACCESS_KEY, Tool.SECRET_KEY);
                LocalS3 to = LocalS3.start().credential(Tool.ACCESS_KEY, Tool.SECRET_KEY)) {
            Bucket source = from.createBucket(Tool.SOURCE);
            Bucket destination = to.createBucket(Tool.DESTINATION);
            scenario.fill(source, destination);
            Path records = folder.resolve("records");
            return run(
                    scenario, runs, source, destination, Tool.present(home, records, from.endpoint(), to.endpoint()));
        }
    }

    /**
     * Runs the tools in turn, so that a slow minute of the machine hits all of them, and prints the table.
     *
     * @return false if a tool did not copy all objects in each of its runs
     */
    boolean run(Scenario scenario, int runs, Bucket source, Bucket destination, List<Tool> tools)
            throws IOException, InterruptedException {
        Map<Tool, List<Run>> results = new LinkedHashMap<>();
        for (int i = 0; i < runs; i++) {
            for (Tool tool : tools) {
                scenario.reset(destination);
                removeRecords();
                Run run = Run.of(
                        tool,
                        folder.resolve("log"),
                        () -> destination.keys().equals(source.keys())
                                && source.objects().stream()
                                        .allMatch(object -> object.content()
                                                .sameAs(destination
                                                        .get(object.key())
                                                        .orElseThrow()
                                                        .content())));
                results.computeIfAbsent(tool, first -> new ArrayList<>()).add(run);
                if (!run.complete()) {
                    out.println(tool.name() + " did not copy all objects; it printed:");
                    out.println(Files.readString(folder.resolve("log")));
                }
            }
        }
        print(scenario, runs, results);
        return results.values().stream().flatMap(List::stream).allMatch(Run::complete);
    }

    private void removeRecords() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private void print(Scenario scenario, int runs, Map<Tool, List<Run>> results) {
        out.println();
        out.println("### " + scenario.title() + ": " + scenario.description() + ", median of " + runs);
        out.println();
        out.println("| tool | wall s | CPU s | memory MiB | complete |");
        out.println("|---|---|---|---|---|");
        results.forEach((tool, all) -> {
            Run run = Run.median(all);
            out.println(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %d | %s |",
                    tool.name(),
                    seconds(run.wall()),
                    seconds(run.cpu()),
                    run.megabytes(),
                    run.complete() ? "yes" : "NO"));
        });
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
