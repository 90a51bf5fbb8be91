package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the folder and the archive contain the files of a machine. */
class DistributionIT {

    private static final Path HOME = Path.of(System.getProperty("caravan.home"));

    @TempDir
    private Path folder;

    @Test
    void theFolderHoldsAllFilesWithTheirModes() throws Exception {
        assertThat(modes(HOME.resolve("ec2"))).isEqualTo(wanted());
    }

    @Test
    void theArchiveHoldsAllFilesWithTheirModes() throws Exception {
        Machine.assumeTool("tar");
        Machine.Ended ended = Machine.run(
                Map.of(),
                List.of(
                        "tar",
                        "--extract",
                        "--gzip",
                        "--same-permissions",
                        "--file=" + HOME.resolveSibling("caravan.tar.gz"),
                        "--directory=" + folder));
        assertThat(ended.output()).isEmpty();
        assertThat(modes(folder.resolve("caravan/ec2"))).isEqualTo(wanted());
        assertThat(folder.resolve("caravan/bin/caravan")).isExecutable();
        assertThat(Files.readString(folder.resolve("caravan/bin/caravan.bat"))).startsWith("@echo off\r\n");
        assertThat(folder.resolve("caravan/lib/BUILD-ID")).content().matches("[0-9a-f]{16}");
        assertThat(folder.resolve("caravan/man/man1/caravan-sync.1")).isNotEmptyFile();
        assertThat(folder.resolve("caravan/completions/bash/caravan")).isNotEmptyFile();
        assertThat(folder.resolve("caravan/lib/ext/pom.xml")).isRegularFile();
    }

    private static Map<String, String> wanted() throws IOException {
        Map<String, String> wanted = new TreeMap<>();
        for (String file : modes(Machine.FILES).keySet()) {
            boolean script = Files.readString(Machine.FILES.resolve(file)).startsWith("#!");
            wanted.put(file, script ? "rwxr-xr-x" : "rw-r--r--");
        }
        assertThat(wanted).containsEntry("run", "rwxr-xr-x").containsKey("etc/systemd/system/caravan@.service");
        return wanted;
    }

    private static Map<String, String> modes(Path folder) throws IOException {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                modes.put(
                        folder.relativize(file).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return modes;
    }
}
