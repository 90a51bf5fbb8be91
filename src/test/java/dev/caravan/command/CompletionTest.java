package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.command.run.ExitCode;
import dev.caravan.job.JobOption;
import dev.caravan.job.OptionGroup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the completions that a shell offers for the start of a command line. */
class CompletionTest {

    @TempDir
    private Path folder;

    private static String script(String shell) {
        StringWriter out = new StringWriter();
        int code = Commands.run(
                new String[] {"completion", shell},
                Map.of(),
                Map.of(),
                new PrintWriter(out, true),
                new PrintWriter(new StringWriter()));
        assertThat(code).isEqualTo(ExitCode.DONE);
        return out.toString();
    }

    @Test
    void bashCompletesCommandsOptionsValuesAndFiles() throws Exception {
        Files.createFile(folder.resolve("rules one.csv"));
        Path script = Files.writeString(folder.resolve("script"), script("bash"));
        String calls = Stream.of(
                        "caravan re",
                        "caravan sync --compa",
                        "caravan sync s3://a --compare ",
                        "caravan sync --report " + folder + "/rules",
                        "caravan sync --verif",
                        "caravan help opt",
                        "caravan worker --fro")
                .map(line -> "COMP_WORDS=(" + line + (line.endsWith(" ") ? "''" : "")
                        + "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _caravan; echo \"${COMPREPLY[*]}\"\n")
                .reduce("set -u\n. " + script + "\n", String::concat);
        assertThat(bash(calls))
                .containsExactly(
                        "resume redrive",
                        "--compare",
                        "auto size etag mtime always",
                        folder + "/rules one.csv",
                        "",
                        "options",
                        "");
    }

    private static List<String> bash(String text) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "--norc", "-c", text)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return Arrays.asList(said.replaceFirst("\n$", "").split("\n", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void everyScriptHasEveryOptionOfSync(String shell) {
        String script = script(shell);
        for (JobOption option : JobOption.values()) {
            if (option.onCommandLine() && option.group() != OptionGroup.FLEET) {
                assertThat(script)
                        .contains(
                                shell.equals("fish")
                                        ? option.commandLineName().substring(2)
                                        : option.commandLineName());
            }
        }
        assertThat(script).contains("completion").doesNotContain("--verify ").doesNotContain("%%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zsh", "fish"})
    void otherShellsTakeTheirScripts(String shell) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, shell))),
                shell + " isn't here");
        Path script = Files.writeString(folder.resolve("script"), script(shell));
        Process process = new ProcessBuilder(shell, "-n", script.toString()).start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void anotherShellIsRefused() {
        StringWriter err = new StringWriter();
        PrintWriter told = new PrintWriter(err, true);
        assertThat(Commands.run(new String[] {"completion", "tcsh"}, Map.of(), Map.of(), told, told))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("SHELL: one of bash, fish, zsh");
    }

    @Test
    void helpShowsThePagesOfTheManualInTheInstallation() throws Exception {
        Files.createDirectory(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/records.md"), "# Records of sync\n\nText.\n");
        Files.writeString(folder.resolve("docs/verify.md"), "# Verify\n");
        Files.writeString(folder.resolve("secret.md"), "secret");
        Map<String, String> home = Map.of("caravan.home", folder.toString());
        StringWriter out = new StringWriter();
        PrintWriter told = new PrintWriter(out, true);
        assertThat(Commands.run(new String[] {"help", "topics"}, home, Map.of(), told, told))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).containsPattern("records +Records of sync\nverify +Verify\n");
        assertThat(Commands.run(new String[] {"help", "records"}, home, Map.of(), told, told))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).endsWith("# Records of sync\n\nText.\n");
        for (String wrong : List.of("../secret", "record", "docs/records", "secret")) {
            assertThat(Commands.run(new String[] {"help", wrong}, home, Map.of(), told, told))
                    .isEqualTo(ExitCode.USAGE);
        }
        assertThat(out.toString())
                .contains("there is no command and no topic record;")
                .doesNotContain("secret\n");
    }

    @Test
    void helpShowsAllOptionsAndOneCommand() {
        StringWriter out = new StringWriter();
        PrintWriter told = new PrintWriter(out, true);
        assertThat(Commands.run(new String[] {"help", "options"}, Map.of(), Map.of(), told, told))
                .isEqualTo(ExitCode.DONE);
        for (JobOption option : JobOption.values()) {
            assertThat(out.toString()).contains(option.environmentName());
        }
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
        assertThat(Commands.run(new String[] {"help", "sinc"}, Map.of(), Map.of(), told, told))
                .isEqualTo(ExitCode.USAGE);
        assertThat(Commands.run(new String[] {"help", "verify"}, Map.of(), Map.of(), told, told))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("Usage: caravan verify [OPTIONS] SOURCE DEST");
    }
}
