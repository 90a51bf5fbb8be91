package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.spi.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesTest {

    private static final List<String> NAMES = List.of("errors", "object", "extensions");

    @TempDir
    private Path folder;

    @Test
    void filesThatAFolderLacksComeFromTheInstallationAndThenFromTheProgram() throws Exception {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Path installed = Files.createDirectory(folder.resolve("routes"));
        for (String file : List.of("extensions.camel.yaml", "own.camel.yaml", "find.camel.yaml", "notes.txt")) {
            Files.writeString(mine.resolve(file), "mine");
        }
        for (String file : List.of("extensions.camel.yaml", "object.camel.yaml", "other.camel.yaml")) {
            Files.writeString(installed.resolve(file), "installed");
        }

        List<Resource> files = RouteFiles.of(NAMES, mine, folder);

        assertThat(files)
                .extracting(Resource::getLocation)
                .containsExactlyInAnyOrder(
                        "file:" + mine.resolve("extensions.camel.yaml"),
                        "file:" + mine.resolve("own.camel.yaml"),
                        "file:" + installed.resolve("object.camel.yaml"),
                        "classpath:routes/errors.camel.yaml");
    }

    @Test
    void withoutAFolderAllFilesAreBuiltIn() throws Exception {
        assertThat(RouteFiles.of(NAMES, null, null))
                .extracting(Resource::getLocation)
                .containsExactly(
                        "classpath:routes/errors.camel.yaml",
                        "classpath:routes/object.camel.yaml",
                        "classpath:routes/extensions.camel.yaml");
    }

    @Test
    void routeFilesInASubfolderAreNotReadAndWarnedOf() throws Exception {
        Files.writeString(folder.resolve("own.camel.yaml"), "mine");
        for (String name : List.of("routes", "..data", "notes")) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.writeString(folder.resolve("routes/object.camel.yaml"), "not read");
        Files.writeString(folder.resolve("..data/own.camel.yaml"), "of Kubernetes");
        Files.writeString(folder.resolve("notes/notes.txt"), "no route");

        try (LogLines log = new LogLines()) {
            assertThat(RouteFiles.of(NAMES, folder, null))
                    .extracting(Resource::getLocation)
                    .contains("file:" + folder.resolve("own.camel.yaml"), "classpath:routes/object.camel.yaml")
                    .hasSize(4);
            assertThat(log.all())
                    .containsExactly("--routes: the *.camel.yaml files in the subfolder " + folder.resolve("routes")
                            + " are not read; move them up");
        }
    }

    @Test
    void folderWithoutRoutesIsRefused() {
        assertThatThrownBy(() -> RouteFiles.of(NAMES, folder, null))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("there is no *.camel.yaml file in " + folder);
    }
}
