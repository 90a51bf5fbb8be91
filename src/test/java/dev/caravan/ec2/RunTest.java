package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.ec2.Machine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the values of the job's environment reach Caravan unchanged, and that no shell interprets them. */
class RunTest {

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void makeMachine() throws IOException {
        machine = new Machine(folder.resolve("a machine"));
        Machine.script(
                machine.resolve("caravan/bin/caravan"), "echo \"caravan $*\"; env --null >\"$CALLS\"; exit ${CODE:-0}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "  two  spaces  ",
                "a=b=c",
                "'single'",
                "\"double\"",
                "$(touch x)",
                "`touch x`",
                "${HOME}",
                "$HOME",
                "\\",
                "a\\nb\\",
                "; touch x",
                "| touch x #",
                "*",
                "~",
                "a\tb",
                "!!",
                "&",
                "ключ/鍵",
                "-n",
                "0 0 3 * * ?"
            })
    void passesAValueOnAsItStands(String value) throws Exception {
        machine.job("SRC_BUCKET=before", "SRC_PREFIX=" + value, "DEST_BUCKET=after");
        Ended ended = machine.run("run", "worker");
        assertThat(ended).isEqualTo(new Ended(0, "caravan worker\n"));
        assertThat(environment()).contains("SRC_BUCKET=before", "SRC_PREFIX=" + value, "DEST_BUCKET=after");
        assertThat(Path.of("x")).doesNotExist();
        assertThat(machine.resolve("caravan/ec2/x")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lower=a",
                "A-B=c",
                "A B=c",
                " A=b",
                "=b",
                "1A=b",
                "_A=b",
                "A[$(touch x)]=b",
                "A+=b",
                "É=b",
                "no equals sign",
                "ANAME",
                "export A=b"
            })
    void refusesALineThatIsNoNameAndValue(String line) throws Exception {
        machine.job("SRC_BUCKET=a", line);
        Ended ended = machine.run("run", "finder");
        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.output())
                .isEqualTo("run: " + machine.resolve("job.env")
                        + ", line 2: not NAME=value, with A-Z, 0-9 and _ in the name\n");
        assertThat(machine.resolve("caravan/ec2/x")).doesNotExist();
    }

    @Test
    void readsALastLineWithoutANewlineAndPassesEmptyLinesOver() throws Exception {
        Files.writeString(machine.resolve("job.env"), "\nSRC_BUCKET=a\n\nDEST_BUCKET=b");
        assertThat(machine.run("run", "finder").code()).isZero();
        assertThat(environment()).contains("SRC_BUCKET=a", "DEST_BUCKET=b");
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertThat(machine.run("run", "finder"))
                .isEqualTo(new Ended(78, "run: " + machine.resolve("job.env") + " can't be read\n"));
        assertThat(machine.run("run")).isEqualTo(new Ended(64, "run: say finder or worker\n"));
        assertThat(machine.run("run", "sync")).isEqualTo(new Ended(64, "run: say finder or worker\n"));
    }

    @Test
    void passesTheExitCodeBack() throws Exception {
        machine.job("CODE=2");
        assertThat(machine.run("run", "finder").code()).isEqualTo(2);
    }

    @Test
    void letsTheJobsJavaOptionsWin() throws Exception {
        machine.job("CARAVAN_JAVA_OPTS=-Xmx1g -Xss1m");
        machine.run("run", "worker");
        assertThat(javaOptions()).startsWith("-Xss512k ").endsWith(" -Xmx1g -Xss1m");
    }

    @Test
    void usesTheCacheOfClassesWhereThereIsOne() throws Exception {
        machine.job();
        machine.run("run", "worker");
        assertThat(javaOptions()).doesNotContain("AOTCache");
        Path cache = Files.createFile(machine.resolve("caravan/caravan.aot"));
        machine.run("run", "worker");
        assertThat(javaOptions()).contains(" -XX:AOTCache=" + cache.toRealPath());
    }

    private String javaOptions() throws IOException {
        return environment().stream()
                .filter(line -> line.startsWith("CARAVAN_JAVA_OPTS="))
                .findFirst()
                .orElseThrow()
                .substring("CARAVAN_JAVA_OPTS=".length());
    }

    private List<String> environment() throws IOException {
        return List.of(Files.readString(machine.resolve("calls")).split("\0"));
    }
}
