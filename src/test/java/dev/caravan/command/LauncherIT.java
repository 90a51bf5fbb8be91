package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Executables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts the distribution as a user does. */
class LauncherIT {

    private static final Path HOME = Path.of(System.getProperty("caravan.home"));
    private static final Set<String> CIPHERS = Set.of("amd64", "aarch64");

    @TempDir
    private Path folder;

    @Test
    void startsWithTheCiphersOfThisMachineFromAnyFolderThroughSymbolicLinks() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("-an odd #100% é;&'$(x) folder"));
        Path link = Files.createSymbolicLink(odd.resolve("a link"), HOME.resolve("bin/caravan"));
        Files.createSymbolicLink(odd.resolve("caravan"), link.getFileName());
        Path java = Files.createSymbolicLink(odd.resolve("a jdk"), Path.of(System.getProperty("java.home")));
        Path none = Files.createFile(folder.resolve("none"));
        for (String option : List.of("-Djava.io.tmpdir=" + none, "-Djava.library.path=" + folder)) {
            Ended ended = runShell(
                    Map.of(
                            "CDPATH",
                            ".:" + folder,
                            "JAVA_HOME",
                            java.toString(),
                            "TMPDIR",
                            odd.toString(),
                            "CARAVAN_JAVA_OPTS",
                            CaravanProcess.QUICK + option),
                    "cd '" + odd.toString().replace("'", "'\\''") + "' && exec ./caravan --version");
            assertThat(ended.output())
                    .as(option)
                    .matches("(?s)(WARNING: java.io.tmpdir directory does not exist\n)?caravan .*");
            assertThat(ended.code()).isZero();
            if (OS.current() == OS.LINUX && CIPHERS.contains(System.getProperty("os.arch"))) {
                assertThat(ended.output())
                        .as("the ciphers that were built for this machine, with " + option)
                        .contains("Ciphers of AmazonCorrettoCryptoProvider 2.");
            }
        }
    }

    @Test
    void readsArgumentsAsUtf8WhateverTheLocale() throws Exception {
        Map<String, String> c = Map.of("LC_ALL", "C");
        for (Map<String, String> locale :
                List.of(c, Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""), Map.of("LC_ALL", "xx_XX.UTF-8"))) {
            assertThat(runShell(showing("\"$LC_ALL\"", locale), "exec \"$0\" --version")
                            .output())
                    .as(locale.toString())
                    .isEqualToNormalizingNewlines("C.UTF-8\n");
        }
        Ended ended = runShell(c, "exec \"$0\" sync s3://a --slots é日 s3://b");
        assertThat(ended.output()).contains("--slots: é日 is neither auto nor a whole number");
        assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void refusesBytesThatAreNoUtf8() throws Exception {
        Ended ended =
                runShell(Map.of("LC_ALL", "C"), "exec \"$0\" sync s3://a s3://b --exclude \"$(printf 'caf\\351')\"");
        assertThat(ended.output()).contains("holds bytes that are no text in UTF-8");
        assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
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
        assertThat(runShell(
                                showing("\"$(ulimit -n)\"", Map.of()),
                                "ulimit -S -n 64 && ulimit -H -n 256 && exec \"$0\" --version")
                        .output())
                .as("the soft limit is raised to the least that is taken")
                .isEqualToNormalizingNewlines("256\n");
    }

    @Test
    void aFullDiskUnderTheOutputIsAFailure() throws Exception {
        Ended ended = runShell(Map.of(), "exec \"$0\" --help >/dev/full");
        assertThat(ended.output())
                .isEqualToNormalizingNewlines("caravan: standard output can't be written: No space left on device\n");
        assertThat(ended.code()).isEqualTo(ExitCode.RUN_FAILED);
    }

    /** Runs a line of sh, in which {@code $0} is the launcher. */
    private Ended runShell(Map<String, String> environment, String line) throws IOException, InterruptedException {
        return run(environment, "sh", "-c", line, HOME.resolve("bin/caravan").toString());
    }

    @Test
    void passesArgumentsWholeAndTheExitCodeBackAndLetsTheUsersJavaOptionsWin() throws Exception {
        Ended ended = run(
                showing("\"$@\"", Map.of("CARAVAN_JAVA_OPTS", "-Xmx64m -Dcaravan.slots=0")),
                HOME.resolve("bin/caravan").toString(),
                "sync",
                "s3://a b",
                "",
                "*");
        assertThat(ended.output().lines())
                .containsSubsequence("-Xmx256m", "-Xmx64m", "-Dcaravan.slots=0")
                .endsWith("dev.caravan.Caravan", "sync", "s3://a b", "", "*");
        assertThat(ended.code()).isEqualTo(7);
    }

    @Test
    void theFirstHeapIsSmallerThanAHeapOfTheUsersSize() throws Exception {
        String launcher = HOME.resolve("bin/caravan").toString();
        assertThat(run(showing("\"$@\"", Map.of("CARAVAN_JAVA_OPTS", "-Dx=1")), launcher)
                        .output()
                        .lines())
                .contains("-Xms64m", "-Xmn32m");
        assertThat(run(showing("\"$@\"", Map.of("CARAVAN_JAVA_OPTS", "-Dx=1 -Xmx48m")), launcher)
                        .output()
                        .lines())
                .contains("-Xms32m")
                .doesNotContain("-Xms64m", "-Xmn32m");
    }

    /**
     * Returns an environment with a Java that prints these words of the shell, one on each line, and ends with exit
     * code 7.
     */
    private Map<String, String> showing(String words, Map<String, String> environment) throws IOException {
        Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Executables.write(java, "#!/bin/sh\nprintf '%s\\n' " + words + "\nexit 7\n");
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", folder.resolve("java").toString());
        return all;
    }

    @Test
    void findsEveryLibraryThatTheManifestNames() throws Exception {
        try (JarFile jar = new JarFile(HOME.resolve("caravan.jar").toFile());
                Stream<Path> libraries = Files.list(HOME.resolve("lib"))) {
            String named = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            assertThat(new TreeSet<>(List.of(named.split(" ", -1))))
                    .isEqualTo(libraries
                            .map(file -> "lib/" + file.getFileName())
                            .filter(file -> file.endsWith(".jar"))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void everyClassOfTheLibrariesFitsIntoAnArchiveOfClasses() throws Exception {
        List<String> old = new ArrayList<>();
        try (Stream<Path> files = Files.list(HOME.resolve("lib"))) {
            for (Path library :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (JarFile jar = new JarFile(library.toFile())) {
                    for (JarEntry entry : Collections.list(jar.entries())) {
                        if (entry.getName().endsWith(".class")
                                && FramedJar.isOld(jar.getInputStream(entry).readNBytes(8))) {
                            old.add(library.getFileName() + " " + entry.getName());
                        }
                    }
                }
            }
        }
        assertThat(old).isEmpty();
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
        builder.environment().put("CARAVAN_JAVA_OPTS", CaravanProcess.QUICK);
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
