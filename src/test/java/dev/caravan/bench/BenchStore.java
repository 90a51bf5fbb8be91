package dev.caravan.bench;

import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.JobReader;
import dev.caravan.job.Settings;
import dev.caravan.job.Side;
import dev.caravan.job.StoreType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The two buckets of a user's benchmark, and the options of {@code sync} that reach them. */
final class BenchStore {

    /** The folder of all objects of a benchmark, under the user's prefix. */
    private static final String FOLDER = "caravan-bench/";

    private static final List<String> PASSED = List.of("SOURCE_", "SRC_", "DEST_", "AWS_");

    private final Job job;
    private final Map<JobOption, List<String>> options;
    private final Map<String, String> environment;

    private BenchStore(Job job, Map<JobOption, List<String>> options, Map<String, String> environment) {
        this.job = job;
        this.options = options;
        this.environment = environment;
    }

    static BenchStore of(
            String source, String destination, Map<JobOption, List<String>> options, Map<String, String> environment)
            throws InvalidJobException {
        Job job = JobReader.read(source, destination, new Settings(options, Map.of(), environment, Map.of()));
        if (job.source().type() != StoreType.S3) {
            throw new IllegalArgumentException("the objects are written to --source first: it must be an s3:// URL");
        }
        return new BenchStore(job, options, environment);
    }

    Place source() {
        return new StorePlace(job.source(), folder(job.source()));
    }

    Place destination() {
        return new StorePlace(job.destination(), folder(job.destination()));
    }

    String urls() {
        return url(job.source()) + " or " + url(job.destination());
    }

    /** Returns Caravan with the options of the user. */
    Tool caravan(Path home, Path records) {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/caravan").toString(),
                "sync",
                url(job.source()),
                url(job.destination()),
                "--records",
                records.toString()));
        options.forEach((option, values) -> {
            command.add(option.commandLineName());
            command.addAll(values);
        });
        Map<String, String> passed = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        environment.forEach((name, value) -> {
            if (PASSED.stream().anyMatch(name::startsWith)) {
                passed.put(name, value);
            }
        });
        return new Tool("caravan", List.copyOf(command), passed);
    }

    private static String folder(Side side) {
        String prefix = side.prefix();
        return (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/") + FOLDER;
    }

    private static String url(Side side) {
        return "s3://" + side.bucket() + "/" + folder(side);
    }
}
