package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The resources that one copy of a bucket used.
 *
 * @param wall from the start of the process to its end
 * @param cpu of the process, user and system; it lacks at most the last 20 ms
 * @param megabytes the largest resident memory in MiB; 0 if the system doesn't report it
 * @param complete whether the process ended with 0 and all objects arrived
 */
record Run(Duration wall, Duration cpu, long megabytes, boolean complete) {

    private static final int LOOK_MILLIS = 20;
    private static final long KIB_PER_MIB = 1024;

    /**
     * Runs a tool to its end.
     *
     * @param log receives the output of the tool
     * @param arrived checks whether all objects are at the destination
     */
    static Run of(Tool tool, Path log, Arrived arrived) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(tool.command()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL"));
        builder.environment().putAll(tool.environment());
        long begin = System.nanoTime();
        Process process = builder.start();
        Duration cpu = Duration.ZERO;
        long memory = 0;
        do {
            cpu = process.info().totalCpuDuration().orElse(cpu);
            memory = Math.max(memory, memory(process.pid()));
        } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        Duration wall = Duration.ofNanos(System.nanoTime() - begin);
        return new Run(wall, cpu, memory, process.exitValue() == 0 && arrived.all());
    }

    /** Returns whether all objects are at the destination. */
    interface Arrived {
        boolean all();
    }

    private static long memory(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB;
                }
            }
        } catch (IOException e) {
            // The process has ended, or the system has no such files.
            return 0;
        }
        return 0;
    }

    /** Returns the median of each figure. The result is complete if all runs are. */
    static Run median(List<Run> runs) {
        return new Run(
                middle(runs.stream().map(Run::wall).toList()),
                middle(runs.stream().map(Run::cpu).toList()),
                middle(runs.stream().map(Run::megabytes).toList()),
                runs.stream().allMatch(Run::complete));
    }

    private static <T extends Comparable<T>> T middle(List<T> values) {
        return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
    }
}
