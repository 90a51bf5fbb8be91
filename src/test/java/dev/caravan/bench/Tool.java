package dev.caravan.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tool that copies a bucket.
 *
 * @param name in the table
 * @param command the program and its arguments
 * @param environment what the program needs in addition to PATH and HOME
 */
record Tool(String name, List<String> command, Map<String, String> environment) {

    static final String SOURCE = "source";
    static final String DESTINATION = "destination";
    static final String ACCESS_KEY = "bench";
    static final String SECRET_KEY = "bench-secret";

    /** Returns Caravan and the other tools in the PATH. */
    static List<Tool> present(Path home, Path records, URI from, URI to) {
        List<Tool> tools = new ArrayList<>();
        tools.add(caravan(home, records, from, to));
        if (isInPath("rclone")) {
            tools.add(rclone("rclone", from, to));
            tools.add(rclone(
                    "rclone, 64 transfers",
                    from,
                    to,
                    "--transfers",
                    "64",
                    "--checkers",
                    "64",
                    "--fast-list",
                    "--s3-no-check-bucket",
                    "--s3-no-head"));
        }
        return List.copyOf(tools);
    }

    private static boolean isInPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static Tool caravan(Path home, Path records, URI from, URI to) {
        Map<String, String> environment = new TreeMap<>();
        for (String side : List.of("SOURCE", "DEST")) {
            environment.put(side + "_ACCESS_KEY_ID", ACCESS_KEY);
            environment.put(side + "_SECRET_ACCESS_KEY", SECRET_KEY);
        }
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return new Tool(
                "caravan",
                List.of(
                        home.resolve("bin/caravan").toString(),
                        "sync",
                        "s3://" + SOURCE,
                        "s3://" + DESTINATION,
                        "--source-endpoint",
                        from.toString(),
                        "--dest-endpoint",
                        to.toString(),
                        "--source-region",
                        "us-east-1",
                        "--dest-region",
                        "us-east-1",
                        "--records",
                        records.toString()),
                environment);
    }

    private static Tool rclone(String name, URI from, URI to, String... options) {
        Map<String, String> environment = new TreeMap<>();
        Map.of("SRC", from, "DST", to).forEach((remote, endpoint) -> {
            String prefix = "RCLONE_CONFIG_" + remote + "_";
            environment.put(prefix + "TYPE", "s3");
            environment.put(prefix + "PROVIDER", "Other");
            environment.put(prefix + "ENDPOINT", endpoint.toString());
            environment.put(prefix + "ACCESS_KEY_ID", ACCESS_KEY);
            environment.put(prefix + "SECRET_ACCESS_KEY", SECRET_KEY);
            environment.put(prefix + "REGION", "us-east-1");
        });
        List<String> command = new ArrayList<>(List.of("rclone", "copy", "SRC:" + SOURCE, "DST:" + DESTINATION));
        command.addAll(List.of(options));
        return new Tool(name, List.copyOf(command), environment);
    }
}
