package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.local.Executables;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder that replaces a machine on EC2: the files of {@code ami/files}, and commands that only print their
 * arguments.
 */
final class Machine {

    static final Path AMI = Path.of("ami").toAbsolutePath();
    static final Path FILES = AMI.resolve("files");

    private final Path root;
    private final Map<String, String> environment = new LinkedHashMap<>();

    Machine(Path root) throws IOException {
        this.root = Files.createDirectories(root);
        Files.createDirectories(root.resolve("caravan"));
        Executables.copy(FILES, root.resolve("caravan/ec2"));
        Files.createDirectories(root.resolve("commands"));
        environment.put("PATH", root.resolve("commands") + File.pathSeparator + System.getenv("PATH"));
        environment.put("CALLS", root.resolve("calls").toString());
        environment.put("CARAVAN_JOB_ENV", root.resolve("job.env").toString());
    }

    Path resolve(String path) {
        return root.resolve(path);
    }

    void job(String... lines) throws IOException {
        Files.writeString(root.resolve("job.env"), String.join("\n", lines) + "\n");
    }

    void set(String name, String value) {
        environment.put(name, value);
    }

    /** Makes a command that adds its name and arguments to the list of calls and then runs {@code then}. */
    void command(String name, String then) throws IOException {
        script(root.resolve("commands").resolve(name), "printf '%s\\n' \"${0##*/} $*\" >>\"$CALLS\"\n" + then);
    }

    static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Executables.write(file, "#!/bin/bash\n" + text + "\n");
    }

    List<String> calls() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    Ended run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(root.resolve("caravan/ec2").resolve(script).toString()));
        command.addAll(List.of(arguments));
        return run(environment, command);
    }

    static Ended run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("output", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().retainAll(List.of("PATH", "HOME", "JAVA_HOME"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                assertThat(process.waitFor(120, TimeUnit.SECONDS))
                        .as("%s ends", command)
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** Skips the test if this machine doesn't have the tool. */
    static void assumeTool(String name) {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        assumeTrue(there, () -> name + " isn't on this machine; skipped");
    }

    record Ended(int code, String output) {}
}
