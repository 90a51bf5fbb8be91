package dev.caravan.demo;

import dev.caravan.command.Commands;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Bucket;
import dev.caravan.local.LocalS3;
import dev.caravan.local.StoredObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Shows the main job. The demo needs only this checkout. */
public final class Demo {

    private static final long SLICE = 1 << 20;
    private static final int CONSOLE_PORT = 8778;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    private final Path folder;
    private final boolean keep;
    private final int port = port();

    private Demo(Path folder, boolean keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /** Returns the console's default port, or 0 if another process uses that port. */
    private static int port() {
        try (ServerSocket socket = new ServerSocket(CONSOLE_PORT, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(System.getProperty("caravan.home", "target/caravan"));
        System.exit(new Demo(home.resolveSibling("demo"), List.of(arguments).contains("--keep")).run());
    }

    private int run() throws Exception {
        long begin = System.nanoTime();
        forgetEarlierDemo();
        try (LocalS3 here = LocalS3.start();
                LocalS3 there = LocalS3.start()) {
            here.credential("demo-reader", "reads-only-the-source");
            there.credential("demo-writer", "writes-only-the-destination");
            Bucket source = here.createBucket("library");
            Bucket destination = there.createBucket("mirror");
            Library.fill(source);
            say("Two S3 servers run in this process. Each has its own access key:");
            say("  s3://library at " + here.endpoint() + " holds " + source.size() + " objects");
            say("  s3://mirror  at " + there.endpoint() + " is empty");
            if (!copied(here, there, Map.of())) {
                return ExitCode.OBJECTS_FAILED;
            }
            int changed = Library.change(source);
            say("");
            say(changed + " objects of the source were changed or added. The same command copies only these:");
            if (!copied(here, there, Map.of())) {
                return ExitCode.OBJECTS_FAILED;
            }
            say("");
            int code = verified(source, destination, begin);
            if (keep) {
                say("");
                say("To use the two stores from another terminal, run these lines there:");
                say("  export SRC_ENDPOINT=" + here.endpoint() + " DEST_ENDPOINT=" + there.endpoint());
                say("  export SOURCE_ACCESS_KEY_ID=demo-reader SOURCE_SECRET_ACCESS_KEY=reads-only-the-source");
                say("  export DEST_ACCESS_KEY_ID=demo-writer DEST_SECRET_ACCESS_KEY=writes-only-the-destination");
                say("");
                say("The same command again has nothing to copy. Its console stays open until Ctrl-C:");
                copied(here, there, Map.of("caravan.console.linger", "true"));
            } else {
                say("./caravan demo --keep leaves the console open.");
            }
            return code;
        }
    }

    private void forgetEarlierDemo() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private boolean copied(LocalS3 here, LocalS3 there, Map<String, String> properties) {
        List<String> command = List.of(
                "sync",
                "s3://library",
                "s3://mirror",
                "--source-endpoint",
                here.endpoint().toString(),
                "--dest-endpoint",
                there.endpoint().toString(),
                "--report",
                folder.resolve("report.csv").toString(),
                "--records",
                folder.resolve("records").toString(),
                "--console",
                "--console-port",
                Integer.toString(port));
        Map<String, String> systemProperties = new HashMap<>(properties);
        systemProperties.put("caravan.home", System.getProperty("caravan.home", ""));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SOURCE_ACCESS_KEY_ID", "demo-reader");
        environment.put("SOURCE_SECRET_ACCESS_KEY", "reads-only-the-source");
        environment.put("DEST_ACCESS_KEY_ID", "demo-writer");
        environment.put("DEST_SECRET_ACCESS_KEY", "writes-only-the-destination");
        say("");
        say("$ caravan " + String.join(" ", command));
        int code = Commands.run(command.toArray(String[]::new), systemProperties, environment, out, err);
        say("exit code " + code);
        return code == ExitCode.DONE;
    }

    private int verified(Bucket source, Bucket destination, long begin) {
        for (StoredObject wanted : source.objects()) {
            StoredObject copy = destination.get(wanted.key()).orElse(null);
            if (copy == null || !sameBytes(wanted, copy)) {
                err.println("caravan demo: " + wanted.key() + " did not arrive");
                return ExitCode.OBJECTS_FAILED;
            }
        }
        if (destination.size() != source.size() || !destination.openUploads().isEmpty()) {
            err.println("caravan demo: the destination holds more than the source");
            return ExitCode.OBJECTS_FAILED;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        say("All " + source.size() + " objects are at the destination. The demo compared every byte.");
        say("The result of each object:");
        say("  report of the last run   " + folder.resolve("report.csv"));
        say("  records of all runs      " + folder.resolve("records") + ".sqlite, table Objects (SQLite)");
        say("The demo took " + time.toMillis() / 1000 + " s.");
        return ExitCode.DONE;
    }

    private static boolean sameBytes(StoredObject one, StoredObject other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (long offset = 0; offset < one.size(); offset += SLICE) {
            long count = Math.min(SLICE, one.size() - offset);
            byte[] bytes = one.content().slice(offset, count).bytes();
            if (!Arrays.equals(bytes, other.content().slice(offset, count).bytes())) {
                return false;
            }
        }
        return true;
    }

    private void say(String line) {
        out.println(line);
    }
}
