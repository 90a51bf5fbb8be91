package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedJarsTest {

    @TempDir
    private Path home;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(home.resolve("lib/ext"));
        for (String name : new String[] {"jackson-core-2.20.2.jar", "jackson-databind-2.20.2.jar", "plain.jar"}) {
            Files.createFile(home.resolve("lib").resolve(name));
        }
    }

    @Test
    void aComponentOfItsOwnIsNotMentioned() throws Exception {
        assertThat(AddedJars.shadowed(classPath("camel-jackson-4.18.0.jar", "jackson-core-asl-1.9.jar", "mine.jar")))
                .isEmpty();
    }

    @Test
    void anotherVersionOfALibraryIsReported() throws Exception {
        assertThat(AddedJars.shadowed(classPath("jackson-core-2.9.8.jar", "plain.jar")))
                .containsExactly(
                        "lib/ext/jackson-core-2.9.8.jar has no effect: lib/jackson-core-2.20.2.jar has the same classes"
                                + " and comes first; remove it",
                        "lib/ext/plain.jar has no effect: lib/plain.jar has the same classes and comes first; remove"
                                + " it");
    }

    @Test
    void twoVersionsOfAnAddedLibraryAreReported() throws Exception {
        assertThat(AddedJars.shadowed(classPath("kafka-clients-3.8.0.jar", "kafka-clients-3.9.1.jar")))
                .containsExactly("lib/ext/kafka-clients-3.9.1.jar has no effect: lib/ext/kafka-clients-3.8.0.jar has"
                        + " the"
                        + " same classes and comes first; remove it");
    }

    @Test
    void withoutAddedJarsThereIsNothingToLookAt() throws Exception {
        assertThat(AddedJars.shadowed("/nowhere/caravan.jar" + File.pathSeparator + File.pathSeparator + "lib/a.jar"))
                .isEmpty();
    }

    private String classPath(String... added) {
        StringBuilder path = new StringBuilder(home.resolve("caravan.jar").toString());
        for (String jar : added) {
            path.append(File.pathSeparator).append(home.resolve("lib/ext").resolve(jar));
        }
        return path.toString();
    }
}
