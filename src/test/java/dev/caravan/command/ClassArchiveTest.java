package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.Executables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks which archive of classes the launcher makes Java use or record. The Java of this test only prints its
 * arguments.
 */
@Order(2)
class ClassArchiveTest {

    private static final String RECORDS = "-XX:DumpLoadedClassList=";
    private static final String TAKES = "-XX:SharedArchiveFile=";

    @TempDir
    private Path folder;

    private Path cache;

    @BeforeEach
    void makeJava() throws Exception {
        cache = folder.resolve("a home/.cache/caravan");
        Path launcher = Files.createDirectories(folder.resolve("caravan/bin")).resolve("caravan");
        Executables.copy(Path.of("src/main/bin/caravan"), launcher);
        Files.createDirectory(folder.resolve("caravan/lib"));
        build("0123456789abcdef");
        java("25");
    }

    private void build(String id) throws Exception {
        Files.writeString(folder.resolve("caravan/lib/BUILD-ID"), id);
    }

    private void java(String version) throws Exception {
        Path java = folder.resolve("java/bin/java");
        Files.createDirectories(java.getParent());
        Executables.write(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.writeString(
                folder.resolve("java/release"),
                "JAVA_VERSION=\"" + version + ".0.1\"\nJAVA_RUNTIME_VERSION=\"" + version + ".0.1+8\"\n");
    }

    @Test
    void aFirstSyncRecordsAndLaterCommandsTakeTheArchive() throws Exception {
        Path archive = recorded();
        assertThat(arguments(Map.of(), "--version")).noneMatch(argument -> argument.contains(cache.toString()));
        Files.writeString(archive, "archive");
        for (String command : List.of("sync", "verify")) {
            assertThat(arguments(Map.of(), command, "s3://a b"))
                    .contains(TAKES + archive, "-Xlog:cds*=off", "-Xlog:aot*=off")
                    .noneMatch(argument -> argument.startsWith(RECORDS))
                    .endsWith("dev.caravan.Caravan", command, "s3://a b");
        }
    }

    @Test
    void anEmptyArchiveSaysThatThisJavaCannotMakeOne() throws Exception {
        Files.createFile(recorded());
        assertUnused(arguments(Map.of(), "sync"));
    }

    @Test
    void anotherBuildOfJavaHasAnArchiveOfItsOwn() throws Exception {
        Files.writeString(recorded(), "archive");
        java("26");
        assertThat(recorded().getFileName().toString()).contains("26.0.1+8");
    }

    /** Java compares only the sizes and times of the jars, which may be the same in two builds. */
    @Test
    void anotherBuildHasAnArchiveOfItsOwn() throws Exception {
        Path archive = Files.writeString(recorded(), "archive");
        build("fedcba9876543210");
        assertThat(recorded()).isNotEqualTo(archive);
        build("0123456789abcdef\n");
        assertThat(arguments(Map.of(), "sync")).contains(TAKES + archive);
    }

    @Test
    void anUnknownBuildUsesNone() throws Exception {
        build("");
        assertUnused(arguments(Map.of(), "sync"));
        Files.delete(folder.resolve("caravan/lib/BUILD-ID"));
        assertUnused(arguments(Map.of(), "sync"));
    }

    @Test
    void archivesOfEarlierBuildsAtTheSamePlaceAreRemoved() throws Exception {
        Path earlier = Files.writeString(recorded(), "archive");
        java("26");
        Path ofAnotherJava = Files.writeString(recorded(), "archive");
        java("25");
        build("fedcba9876543210");
        Path archive = recorded();
        makeWithAFailingJava(archive);
        assertThat(earlier).doesNotExist();
        assertThat(ofAnotherJava).exists();
        assertThat(archive).exists();
    }

    @Test
    void java17TakesOneWithoutTheOptionsThatItDoesNotKnow() throws Exception {
        java("17");
        Files.writeString(recorded(), "archive");
        assertThat(arguments(Map.of(), "sync")).contains("-Xlog:cds*=off").doesNotContain("-Xlog:aot*=off");
    }

    @Test
    void aJavaOfAnUnknownVersionUsesNone() throws Exception {
        Files.delete(folder.resolve("java/release"));
        assertUnused(arguments(Map.of(), "sync"));
        assertThat(cache).doesNotExist();
    }

    @Test
    void lambdaExpressionsAreArchivedUnlessJavaCrashesWithThem() throws Exception {
        String rest = "java/lang/Object\na/C";
        String all = rest + "\n@lambda-proxy a/B run\n@lambda-form-invoker [X] y\na/B$$Lambda$1";
        assertThat(archiveOf(all, "true")).hasContent(all);
        Files.delete(cache.resolve("old.jsa"));
        assertThat(archiveOf(all, "! grep -q @lambda \"$list\"")).hasContent(rest);
    }

    @Test
    void onlyOneArchiveIsMadeAtATime() throws Exception {
        Path lock = Files.createDirectories(cache.resolve("old.jsa.lock"));
        assertThat(archiveOf("java/lang/Object", "true")).doesNotExist();
        assertThat(cache.resolve("old.jsa.123")).doesNotExist();
        assertThat(lock).exists();

        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        assertThat(archiveOf("java/lang/Object", "true")).exists();
        assertThat(lock).doesNotExist();
    }

    @Test
    void anArchiveThatAnotherRunHasMadeIsNotMadeAgain() throws Exception {
        Files.writeString(Files.createDirectories(cache).resolve("old.jsa"), "made by another run");
        assertThat(archiveOf("java/lang/Object", "true")).hasContent("made by another run");
    }

    /** Makes an archive with a Java that can't link classes ahead of time. Its archive is the list. */
    private Path archiveOf(String classes, String succeeds) throws Exception {
        Path archive = cache.resolve("old.jsa");
        Path list = cache.resolve("old.jsa.123");
        Files.createDirectories(cache);
        Files.writeString(list, classes);
        Path old = Executables.write(folder.resolve("old"), """
                #!/bin/sh
                for argument; do
                    case $argument in
                        -XX:+AOTClassLinking) exit 1 ;;
                        -XX:SharedClassListFile=*) list=${argument#*=} ;;
                        -XX:SharedArchiveFile=*) file=${argument#*=} ;;
                    esac
                done
                [ -z "${list:-}" ] || { %s && cp "$list" "$file"; }
                """.formatted(succeeds));
        run(Map.of(), "src/main/bin/archive-classes", old.toString(), "a.jar", list.toString(), archive.toString());
        return archive;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:SharedArchiveFile=own.jsa",
                "-XX:AOTCache=own.aot",
                "-Xshare:off",
                "-XX:+UseG1GC",
                "-Xmx64g",
                "-javaagent:a.jar"
            })
    void optionsThatAnArchiveMayNotFitSwitchItOff(String option) throws Exception {
        for (String variable : List.of("CARAVAN_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            assertUnused(arguments(Map.of(variable, option), "sync"));
        }
    }

    @Test
    void aHeapPropertiesOrACompilerOfTheUsersOwnDoNot() throws Exception {
        assertThat(arguments(Map.of("CARAVAN_JAVA_OPTS", "-Xmx1g -Dcaravan.slots=8 -XX:TieredStopAtLevel=4"), "sync"))
                .anyMatch(argument -> argument.startsWith(RECORDS));
    }

    @Test
    void usesNoneWithoutAHomeThatCanBeWrittenOrWhenSwitchedOff() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        for (Map<String, String> environment : List.of(
                Map.of("CARAVAN_CLASS_ARCHIVE", "off"),
                Map.of("HOME", ""),
                Map.of("HOME", file.toString()),
                Map.of("XDG_CACHE_HOME", "relative"),
                Map.of("XDG_CACHE_HOME", "/proc"))) {
            assertUnused(arguments(environment, "sync"));
        }
    }

    @Test
    void runsAtTheSameTimeRecordIntoFilesOfTheirOwn() throws Exception {
        assertThat(list(arguments(Map.of(), "sync"))).isNotEqualTo(list(arguments(Map.of(), "sync")));
    }

    @Test
    void anArchiveThatJavaCannotMakeIsMarkedAndLeavesNothingElse() throws Exception {
        Path archive = recorded();
        makeWithAFailingJava(archive);
        assertThat(archive).isEmptyFile();
        assertThat(cache.toFile().list()).containsExactly(archive.getFileName().toString());
    }

    @Test
    void anArchiveOfAnotherRunStaysWhereOneCannotBeMade() throws Exception {
        Path archive = recorded();
        Files.writeString(archive, "archive");
        makeWithAFailingJava(archive);
        assertThat(archive).hasContent("archive");
    }

    private void makeWithAFailingJava(Path archive) throws Exception {
        Path list = Files.writeString(cache.resolve(archive.getFileName() + ".123"), "java/lang/Object");
        Path failing = Executables.write(folder.resolve("failing"), "#!/bin/sh\nexit 134\n");
        run(Map.of(), "src/main/bin/archive-classes", failing.toString(), "a.jar", list.toString(), archive.toString());
    }

    @Test
    void aRunThatFailedLeavesNoList() throws Exception {
        Path list = Files.createFile(folder.resolve("list"));
        ClassArchive.renew(1, Map.of("caravan.archive", "none", "caravan.archive.list", list.toString()));
        assertThat(list).doesNotExist();
    }

    @Test
    void onlyAnArchiveThatJavaDidNotTakeIsRemoved() throws Exception {
        String archive = Files.createFile(folder.resolve("archive")).toString();
        ClassArchive.renew(0, Map.of("caravan.archive", archive, "java.vm.info", "mixed mode, sharing"));
        assertThat(Path.of(archive)).exists();
        ClassArchive.renew(0, Map.of("caravan.archive", archive, "java.vm.info", "mixed mode"));
        assertThat(Path.of(archive)).doesNotExist();
    }

    /** Returns the path at which a run that records its classes makes the archive. */
    private Path recorded() throws Exception {
        String list = list(arguments(Map.of(), "sync"));
        return Path.of(list.substring(0, list.lastIndexOf('.')));
    }

    private static String list(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(RECORDS))
                .findFirst()
                .orElseThrow()
                .substring(RECORDS.length());
    }

    private static void assertUnused(List<String> arguments) {
        assertThat(arguments)
                .contains("dev.caravan.Caravan")
                .noneMatch(argument -> argument.startsWith(RECORDS) || argument.startsWith("-Dcaravan.archive"));
    }

    private List<String> arguments(Map<String, String> environment, String... arguments) throws Exception {
        return run(environment, folder.resolve("caravan/bin/caravan").toString(), arguments)
                .lines()
                .toList();
    }

    private String run(Map<String, String> environment, String script, String... arguments) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(script).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.command().addAll(List.of(arguments));
        Map<String, String> all = new TreeMap<>(Map.of(
                "HOME", folder.resolve("a home").toString(),
                "JAVA_HOME", folder.resolve("java").toString(),
                "PATH", System.getenv("PATH"),
                "LC_ALL", "C.UTF-8"));
        all.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(all);
        assertThat(builder.start().waitFor()).isZero();
        return Files.readString(output);
    }
}
