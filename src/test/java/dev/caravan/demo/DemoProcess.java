package dev.caravan.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A separate process of the packaged program. */
final class DemoProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    /** The variables of the machine. Other variables of the user might set an option. */
    private static final Set<String> OF_THE_MACHINE = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");

    private final Process process;
    private final Path output;

    private DemoProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts the program.
     *
     * @param home the distribution's folder
     * @param output the file for the program's output
     */
    static DemoProcess start(Path home, Path output, Map<String, String> environment, String command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/caravan").toString(), command)
                .directory(output.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(OF_THE_MACHINE);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new DemoProcess(builder.start(), output);
    }

    /** Returns the process ID. */
    long id() {
        return process.pid();
    }

    /** Returns the output so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new DemoFailed("can't read " + output, e);
        }
    }

    /**
     * Waits for the end and returns the exit code. If a signal ended the process, it is 128 plus the signal's number.
     */
    int end() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new DemoFailed("process " + id() + " doesn't end; it said:\n" + output());
        }
        return process.exitValue();
    }

    boolean lives() {
        return process.isAlive();
    }

    /** Sends SIGTERM. The launcher replaces itself with Java (exec), so Java receives the signal. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL, as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
