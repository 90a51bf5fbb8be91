package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running launcher of a distribution. */
final class CaravanProcess implements AutoCloseable {

    /**
     * Java options that save a quarter of the CPU time of a start: the quick compiler, and no verification of classes.
     */
    static final String QUICK =
            "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote ";

    private final Process process;
    private final Path output;

    private CaravanProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts the launcher.
     *
     * @param launcher the script
     * @param folder the working folder, which also keeps the output
     * @param environment added to this process's environment, without the variables that set an option
     */
    static CaravanProcess start(Path launcher, Path folder, Map<String, String> environment, List<String> arguments) {
        try {
            Path output = Files.createTempFile(folder, "output", "");
            List<String> command = new ArrayList<>(List.of(launcher.toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.matches("(SRC|SOURCE|DEST|AWS|CARAVAN)_.*|(?i)(https?|no)_proxy"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("CARAVAN_CLASS_ARCHIVE", "off");
            builder.environment().putAll(environment);
            builder.environment().merge("CARAVAN_JAVA_OPTS", QUICK, (own, quick) -> quick + own);
            return new CaravanProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for the end and returns the exit code. If a signal ended the process, it is 128 plus the signal's number.
     */
    int exitCode(int seconds) throws InterruptedException {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
                .as("it ends within %d s: %s", seconds, output())
                .isTrue();
        return process.exitValue();
    }

    /**
     * Sends a signal by its name, such as {@code INT}. The launcher replaces itself with Java (exec), so Java receives
     * the signal.
     */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Returns the output so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
