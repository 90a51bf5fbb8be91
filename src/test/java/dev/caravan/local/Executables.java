package dev.caravan.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes scripts that tests run. Linux runs no file that is open for writing, and a process that another test starts at
 * that moment inherits the open files of this process. So a child process writes the script.
 */
public final class Executables {

    private Executables() {}

    /** Writes an executable file; its folder exists. */
    public static Path write(Path file, String text) throws IOException {
        run(text, "sh", "-c", "cat >\"$0\" && chmod 755 \"$0\"", file.toString());
        return file;
    }

    /** Copies a file or a folder to a path that doesn't exist, with modes and times. */
    public static void copy(Path from, Path to) throws IOException {
        run("", "cp", "-Rp", from.toString(), to.toString());
    }

    private static void run(String input, String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(List.of(command) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
