package dev.caravan.cloudformation;

import static dev.caravan.local.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Runs a program of the machine to its end. */
final class Tool {

    /** Whether a command succeeds. Each command runs once. */
    private static final Map<List<String>, Boolean> PRESENT = new ConcurrentHashMap<>();

    private Tool() {}

    record Result(int code, String output) {}

    /** Skips the test with this message if the command doesn't succeed. */
    static void assumePresent(String otherwise, String... command) throws IOException, InterruptedException {
        Boolean known = PRESENT.get(List.of(command));
        boolean present = known == null ? isPresent(command) : known;
        PRESENT.put(List.of(command), present);
        assumeTrue(present, otherwise);
    }

    private static boolean isPresent(String... command) throws IOException, InterruptedException {
        try {
            return run("", Map.of(), command).code() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs the program for at most ten minutes, because on a busy machine cfn-lint needs several.
     *
     * @param input the standard input of the program
     * @return both its outputs, in one
     * @throws IOException if there is no such program
     */
    static Result run(String input, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path in = Files.writeString(Files.createTempFile("tool", ".in"), input);
        Path out = Files.createTempFile("tool", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                assertThat(process.waitFor(600, TimeUnit.SECONDS))
                        .as("%s ends", command[0])
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }
}
