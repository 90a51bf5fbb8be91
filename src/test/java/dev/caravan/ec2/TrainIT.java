package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.ec2.Machine.Ended;
import dev.caravan.local.Executables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the cache of classes. The test makes the cache as the image does. */
@Order(1)
class TrainIT {

    private static final Path HOME = Path.of(System.getProperty("caravan.home"));

    @TempDir
    private Path folder;

    @Test
    void makesACacheThatTheNextStartTakes() throws Exception {
        Machine.assumeTool("python3");
        Optional<String> java = java25();
        assumeTrue(java.isPresent(), "no Java 25 in JAVA_HOME_25 or /usr/lib/jvm; skipped");
        Path home = copyOfTheDistribution();
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                java.orElseThrow(),
                "CARAVAN_JOB_ENV",
                folder.resolve("job.env").toString());

        assertThat(Machine.run(environment, List.of(home.resolve("ec2/train").toString())))
                .isEqualTo(new Ended(0, ""));
        assertThat(home.resolve("caravan.aot")).isNotEmptyFile();

        Files.writeString(folder.resolve("job.env"), "CARAVAN_JAVA_OPTS=-XX:AOTMode=on -Dcaravan.slots=0\n");
        Ended ended = Machine.run(environment, List.of(home.resolve("ec2/run").toString(), "worker"));
        assertThat(ended.output())
                .as("with AOTMode=on Java doesn't start where it can't take the cache")
                .contains("caravan: caravan.slots: 0 is not");
    }

    private Path copyOfTheDistribution() throws IOException {
        Path home = folder.resolve("caravan");
        Executables.copy(HOME, home);
        return home;
    }

    private static Optional<String> java25() throws IOException {
        String named = System.getenv("JAVA_HOME_25");
        if (named != null) {
            return Optional.of(named);
        }
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(home -> home.getFileName().toString().contains("25"))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .map(Path::toString)
                    .sorted()
                    .findFirst();
        }
    }
}
