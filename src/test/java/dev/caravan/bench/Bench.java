package dev.caravan.bench;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Content;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;

/** Runs a scenario with each tool in turn, several times, and prints the medians as a Markdown table. */
public final class Bench {

    /** The number of objects that are written at the same time before the tools run. */
    static final int WRITERS = 16;

    private final Path folder;
    private final PrintWriter out;

    Bench(Path folder, PrintWriter out) {
        this.folder = folder;
        this.out = out;
    }

    /** Runs {@code bench [SCENARIO ...] [--runs N] [--source URL --dest URL ...]}. Without a scenario, runs all. */
    public static void main(String[] arguments) throws Exception {
        BenchArguments read = null;
        try {
            read = BenchArguments.read(List.of(arguments), System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("caravan bench: " + e.getMessage());
            System.exit(ExitCode.USAGE);
        }
        Path home = Path.of(System.getProperty("caravan.home")).toAbsolutePath();
        Path folder = Files.createTempDirectory("caravan-bench");
        Bench bench = new Bench(folder, new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        boolean complete = true;
        try {
            for (Scenario scenario : read.scenarios()) {
                complete &= read.store() == null
                        ? bench.run(scenario, read.runs(), home)
                        : bench.run(
                                scenario,
                                scenario.objects(),
                                read.runs(),
                                read.store(),
                                List.of(read.store().caravan(home, folder.resolve("records"))));
            }
        } catch (SdkException e) {
            System.err.println(
                    "caravan bench: " + ControlPlaneProblem.of("store", e).getMessage());
            System.exit(ExitCode.RUN_FAILED);
        } catch (IllegalStateException e) {
            System.err.println("caravan bench: " + e.getMessage());
            System.exit(ExitCode.RUN_FAILED);
        }
        System.exit(complete ? ExitCode.DONE : ExitCode.OBJECTS_FAILED);
    }

    private boolean run(Scenario scenario, int runs, Path home) throws Exception {
        try (LocalS3 from = LocalS3.start().credential(Tool.ACCESS_KEY, Tool.SECRET_KEY);
                LocalS3 to = LocalS3.start().credential(Tool.ACCESS_KEY, Tool.SECRET_KEY)) {
            Place source = Place.of(from.createBucket(Tool.SOURCE));
            Place destination = Place.of(to.createBucket(Tool.DESTINATION));
            Path records = folder.resolve("records");
            Map<String, Content> objects = scenario.objects();
            fill(source, objects);
            return run(
                    scenario, objects, runs, destination, Tool.present(home, records, from.endpoint(), to.endpoint()));
        }
    }

    /**
     * Runs in a separate folder in a store of the user, and removes the objects that it wrote.
     *
     * @throws IllegalStateException if the folder isn't empty before the run
     */
    boolean run(Scenario scenario, Map<String, Content> objects, int runs, BenchStore store, List<Tool> tools)
            throws IOException, InterruptedException {
        try (Place source = store.source();
                Place destination = store.destination()) {
            if (!source.holds(Map.of()) || !destination.holds(Map.of())) {
                throw new IllegalStateException("there are objects in " + store.urls()
                        + "; a benchmark needs both folders empty: remove them, or name another prefix");
            }
            try {
                fill(source, objects);
                return run(scenario, objects, runs, destination, tools);
            } finally {
                source.remove(objects.keySet());
                destination.remove(objects.keySet());
            }
        }
    }

    private static void fill(Place place, Map<String, Content> objects) throws InterruptedException {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<Void>> puts = new ArrayList<>();
            objects.forEach((key, content) -> puts.add(() -> {
                place.put(key, content);
                return null;
            }));
            for (Future<Void> put : writers.invokeAll(puts)) {
                put.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the objects can't be written: " + e.getCause().getMessage(), e);
        } finally {
            writers.shutdown();
        }
    }

    /**
     * Runs the tools in turn, so that a slow minute of the machine affects all of them, and prints the table.
     *
     * @param objects at the source
     * @return false if a tool did not copy all objects in each of its runs
     */
    boolean run(Scenario scenario, Map<String, Content> objects, int runs, Place destination, List<Tool> tools)
            throws IOException, InterruptedException {
        Map<Tool, List<Run>> results = new LinkedHashMap<>();
        if (scenario.isEqual()) {
            fill(destination, objects);
        }
        for (int i = 0; i < runs; i++) {
            for (Tool tool : tools) {
                if (!scenario.isEqual()) {
                    destination.remove(objects.keySet());
                }
                removeRecords();
                Run run = Run.of(tool, folder.resolve("log"), () -> destination.holds(objects));
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
