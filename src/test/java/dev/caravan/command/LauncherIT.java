package dev.caravan.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.command.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as users start it. */
class LauncherIT {

    private static final Path HOME = Path.of(System.getProperty("caravan.home"));
    private static final Set<String> CIPHERS = Set.of("amd64", "aarch64");

    @TempDir
    private Path folder;

    @Test
    void startsThroughSymbolicLinksFromAnyFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("a link"), HOME.resolve("bin/caravan"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), link.getFileName());
        Ended ended = run(Map.of(), second.toString(), "--version");
        assertThat(ended.output()).startsWith("caravan ");
        assertThat(ended.code()).isZero();
        assertNativeCiphers(ended);
    }

    private static void assertNativeCiphers(Ended ended) {
        if (OS.current() == OS.LINUX && CIPHERS.contains(System.getProperty("os.arch"))) {
            assertThat(ended.output())
                    .as("the ciphers that were built for this machine")
                    .contains("Ciphers of AmazonCorrettoCryptoProvider 2.");
        }
    }

    @Test
    void loadsTheCiphersWithoutAFolderForTemporaryFiles() throws Exception {
        Path none = Files.createFile(folder.resolve("none"));
        assertNativeCiphers(run(
                Map.of("CARAVAN_JAVA_OPTS", "-Djava.io.tmpdir=" + none),
                HOME.resolve("bin/caravan").toString(),
                "--version"));
    }

    @Test
    void loadsTheCiphersWhereTheUserNamesAnotherFolderOfLibraries() throws Exception {
        assertNativeCiphers(run(
                Map.of("CARAVAN_JAVA_OPTS", "-Djava.library.path=" + folder),
                HOME.resolve("bin/caravan").toString(),
                "--version"));
    }

    @Test
    void readsArgumentsAsUtf8WhateverTheLocale() throws Exception {
        for (Map<String, String> locale : List.of(
                Map.of("LC_ALL", "C"),
                Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""),
                Map.of("LC_ALL", "xx_XX.UTF-8"))) {
            Ended ended = runShell(locale, "exec \"$0\" sync s3://a --slots é日 s3://b");
            assertThat(ended.output()).as(locale.toString()).contains("--slots: é日 is neither auto nor a whole number");
            assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void refusesBytesThatAreNoUtf8() throws Exception {
        Ended ended =
                runShell(Map.of("LC_ALL", "C"), "exec \"$0\" sync s3://a s3://b --exclude \"$(printf 'caf\\351')\"");
        assertThat(ended.output()).contains("holds bytes that are no text in UTF-8");
        assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void startsWithCdpathFromAFolderWithOddCharacters() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("-an odd #100% é;&'$(x) folder"));
        Files.createSymbolicLink(odd.resolve("caravan"), HOME.resolve("bin/caravan"));
        Path java = Files.createSymbolicLink(odd.resolve("a jdk"), Path.of(System.getProperty("java.home")));
        Ended ended = runShell(
                Map.of("CDPATH", ".:" + folder, "JAVA_HOME", java.toString(), "TMPDIR", odd.toString()),
                "cd '" + odd.toString().replace("'", "'\\''") + "' && exec ./caravan --version");
        assertThat(ended.output()).startsWith("caravan ");
        assertThat(ended.code()).isZero();
    }

    @Test
    void tellsInALineThatTooFewFilesMayBeOpen() throws Exception {
        for (int files : new int[] {40, 100, 255}) {
            Ended ended = runShell(Map.of(), "ulimit -n " + files + " && exec \"$0\" --version");
            assertThat(ended.output())
                    .isEqualToNormalizingNewlines("caravan: only " + files
                            + " files may be open at a time (ulimit -n); it takes at least 256\n");
            assertThat(ended.code()).isEqualTo(ExitCode.CONFIGURATION);
        }
        assertThat(runShell(Map.of(), "ulimit -S -n 64 && ulimit -H -n 256 && exec \"$0\" --version")
                        .output())
                .as("the soft limit is raised to the least that is taken")
                .startsWith("caravan ");
    }

    @Test
    void aFullDiskUnderTheOutputIsAFailure() throws Exception {
        Ended ended = runShell(Map.of(), "exec \"$0\" --help >/dev/full");
        assertThat(ended.output())
                .isEqualToNormalizingNewlines("caravan: standard output can't be written: No space left on device\n");
        assertThat(ended.code()).isEqualTo(ExitCode.RUN_FAILED);
    }

    /** Runs a line of sh in which {@code $0} is the launcher. */
    private Ended runShell(Map<String, String> environment, String line) throws IOException, InterruptedException {
        return run(environment, "sh", "-c", line, HOME.resolve("bin/caravan").toString());
    }

    @Test
    void passesArgumentsWholeAndTheExitCodeBack() throws Exception {
        Ended ended = run(Map.of(), HOME.resolve("bin/caravan").toString(), "sync", "s3://a b", "s3://c");
        assertThat(ended.output())
                .contains("SOURCE: a b is not a bucket's name")
                .doesNotContain("\tat ");
        assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void letsTheUsersJavaOptionsWin() throws Exception {
        Ended ended = run(
                Map.of("CARAVAN_JAVA_OPTS", "-Xmx64m -Dcaravan.slots=0 -XX:+PrintFlagsFinal"),
                HOME.resolve("bin/caravan").toString(),
                "sync",
                "s3://a",
                "s3://b");
        assertThat(ended.output()).containsPattern("MaxHeapSize += 67108864").contains("caravan.slots: 0 is not");
        assertThat(ended.code()).isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void findsEveryLibraryThatTheManifestNames() throws Exception {
        try (JarFile jar = new JarFile(HOME.resolve("caravan.jar").toFile());
                Stream<Path> libraries = Files.list(HOME.resolve("lib"))) {
            String named = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            assertThat(new TreeSet<>(List.of(named.split(" ", -1))))
                    .isEqualTo(libraries
                            .filter(Files::isRegularFile)
                            .map(file -> "lib/" + file.getFileName())
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void asksForTheRegionThatNobodyKnowsInALine() throws Exception {
        Ended ended = run(
                Map.of(
                        "AWS_REGION", "",
                        "AWS_DEFAULT_REGION", "",
                        "AWS_CONFIG_FILE", folder.resolve("none").toString(),
                        "AWS_EC2_METADATA_DISABLED", "true"),
                HOME.resolve("bin/caravan").toString(),
                "sync",
                "s3://abc",
                "s3://def",
                "--records",
                folder.resolve("records").toString());
        assertThat(ended.output().lines())
                .last()
                .asString()
                .matches("caravan: no region is configured for s3://(abc|def): name the region of the bucket, or set"
                        + " AWS_REGION");
        assertThat(ended.output()).doesNotContain("Exception", "provider");
        assertThat(ended.code()).isEqualTo(ExitCode.CONFIGURATION);
    }

    private record Ended(int code, String output) {}

    private Ended run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", "");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(SRC|SOURCE|DEST)_.*"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
