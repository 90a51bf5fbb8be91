package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Failures;
import dev.caravan.command.run.Surroundings;
import dev.caravan.job.JobOption;
import dev.caravan.job.OptionGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> systemProperties = new HashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"sync", "finder"})
    void helpNamesEveryOptionOfTheCommandLineAndItsVariable(String command) {
        OptionGroup anothers = command.equals("sync") ? OptionGroup.FLEET : OptionGroup.RUN;
        assertThat(run(command, "--help")).isEqualTo(ExitCode.DONE);
        String help = out.toString().replaceAll("\\s+", " ");
        for (JobOption option : JobOption.values()) {
            boolean ofSync = command.equals("finder") && option == JobOption.STOP_AFTER;
            if (option.onCommandLine() && option.group() != anothers && !ofSync) {
                assertThat(help)
                        .contains(option.commandLineName().replace("--metadata", "--[no-]metadata"))
                        .contains("[" + option.environmentName() + "]");
            }
        }
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
        assertThat(out.toString()).doesNotContain("\u001b");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync --help", "uploads --help", "help options"})
    void helpBreaksLinesAtSpacesOnly(String arguments) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(ExitCode.DONE);
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
        assertThat(out.toString().replaceAll("\\s+", " "))
                .doesNotContain("docs/ ", "docs/select. ", ".md. md", "123456789012: role", "s3: //", "oss: //");
    }

    @Test
    void continuedLinesOfTheHelpAreIndented() {
        String words = "word ".repeat(20).strip();
        assertThat(HelpWidth.broken("  -h, --help  Show.\n      --long    " + words + " s3://bucket/key\n"))
                .isEqualToNormalizingNewlines("  -h, --help  Show.\n      --long    " + words.substring(0, 84) + "\n"
                        + " ".repeat(18) + words.substring(85) + " s3://bucket/key\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "help",
                "help sync",
                "finder --help",
                "worker -h",
                "verify --help",
                "demo --help"
            })
    void helpAndVersionAreNoFailures(String arguments) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("aravan");
    }

    @Test
    void theVersionIsJsonForPrograms() throws Exception {
        assertThat(run("--version", "--json")).isEqualTo(ExitCode.DONE);
        JsonNode version = new ObjectMapper().readTree(out.toString());
        assertThat(version.get("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(version.get("java").asText()).isEqualTo(System.getProperty("java.version"));
        assertThat(version.get("ciphers").asText()).isNotEmpty();
        assertThat(version.get("build").asText()).isEmpty();
        assertThat(out.toString().lines()).hasSize(1);
    }

    @Test
    void theVersionIsTheBuilds() {
        run("--version");
        assertThat(out.toString()).matches("(?s)caravan \\d+\\.\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @CsvSource({
        "snyc, there is no command snyc; did you mean sync?",
        "verison, there is no command verison",
        "mirror s3://a s3://b, there is no command mirror: use caravan sync",
        "cp s3://a s3://b, there is no command cp: use caravan sync",
        "sync --slot 3 s3://a s3://b, unknown option --slot; did you mean --slots?",
        "sync s3://a s3://b --dest-regoin x, unknown option --dest-regoin; did you mean --dest-region?",
        "sync s3://a s3://b --Delete, unknown option --Delete; did you mean --delete?",
        "sync s3://a s3://b --source_region x, unknown option --source_region; did you mean --source-region?",
        "sync s3://a s3://b --src-region=x, unknown option --src-region; did you mean --source-region?",
        "sync s3://a s3://b --recursive, 'unknown option --recursive: it isn''t needed'",
        "sync s3://a s3://b --size-only, unknown option --size-only: use --compare size",
        "sync s3://a s3://b --bwlimit 1M, unknown option --bwlimit: use --bandwidth",
        "sync s3://a s3://b -n, unknown option -n: use --dry-run",
        "sync s3://a s3://b -P, 'unknown option -P: it isn''t needed'",
        "sync s3://a s3://b --endpoint-url x, unknown option --endpoint-url: use --source-endpoint or --dest-endpoint",
        "verify s3://a s3://b --dryrun, unknown option --dryrun",
        "verify s3://a s3://b --quite, did you mean --quiet?",
        "sync gs://a s3://b, write s3://a with the endpoint https://storage.googleapis.com",
        "sync s3://a /tmp/b, files and folders of this machine are not copied",
        "sync --slots, Missing required parameter",
        "sync, 'SOURCE: a URL such as'",
        "sync s3://a, 'DEST: a URL such as'",
        "sync s3://a s3://b s3://c, one argument too many for caravan sync: s3://c; it takes SOURCE and DEST",
        "sync s3://a s3://b --slots 0, '--slots: 0 is not at least 1'",
        "sync s3://a s3://b --source-secret-access-key x, unknown option",
        "sync s3://a s3://b --source-signature v1, 'oss:// only'",
        "sync s3://a oss://b, can be written to",
        "demo, source checkout",
    })
    void wrongUsageIsReportedInALineAndAnswers64(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("caravan").contains(message).doesNotContain("Exception", "\tat ");
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(3);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownOptionIsReportedWithTwoSuggestionsAtMostAndItsValueIsNotTold() {
        assertThat(run("sync", "s3://a", "s3://b", "--dest-", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines().findFirst().orElse("").split("--", -1))
                .hasSizeLessThanOrEqualTo(4);
        assertThat(run("sync", "s3://a", "s3://b", "--profile", "secret-value")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).doesNotContain("secret-value");
    }

    @ParameterizedTest
    @CsvSource({
        "SOURCE_ACCESS_KEY_ID, AKIA1, SOURCE_SECRET_ACCESS_KEY: is missing",
        "WORKER_NUMBER, none, WORKER_NUMBER: none is neither auto nor a whole number",
    })
    void wrongConfigurationIsReportedInALineAndAnswers78(String name, String value, String message) {
        environment.put(name, value);
        assertThat(run("sync", "s3://a", "s3://b")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString()).contains(message).doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"finder", "worker"})
    void aFleetsCommandsNeedAQueueAndATable(String command) {
        assertThat(run(command, "s3://a", "s3://b")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString())
                .contains("JOB_QUEUE_NAME: required", "JOB_TABLE_NAME: required")
                .doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "SFN_ARN, SINGLE_PART_TABLE_NAME: required: SFN_ARN has no effect without it; set both or neither",
        "SINGLE_PART_TABLE_NAME, SFN_ARN: required: SINGLE_PART_TABLE_NAME has no effect without it; set both or neither",
    })
    void giantObjectsNeedATableAndAStateMachineOrNeither(String given, String message) {
        environment.putAll(Map.of("JOB_QUEUE_NAME", "jobs", "JOB_TABLE_NAME", "records", given, "x"));
        assertThat(run("worker", "s3://a", "s3://b")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString().lines())
                .filteredOn(line -> line.contains(message))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"archiv\ufffd/*", "half \ud800 of a pair", "\udc00"})
    void anArgumentThatLostCharactersIsRefused(String pattern) {
        assertThat(run("sync", "s3://a", "s3://b", "--delete", "--exclude", pattern))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("caravan: the argument ").contains("set LC_ALL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SRC_PREFIX", "SRC_EXCLUDE", "DEST_PREFIX", "SOURCE_SECRET_ACCESS_KEY", "RECORDS_FILE"})
    void aVariableThatLostCharactersIsRefused(String name) {
        environment.put(name, "caf\ufffd/");
        assertThat(run("sync", "s3://a", "s3://b")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString())
                .contains("caravan: " + name + ": holds bytes")
                .doesNotContain("caf");
    }

    @Test
    void aPropertyThatLostCharactersIsRefused(@TempDir Path home) throws Exception {
        systemProperties.put("caravan.home", home.toString());
        systemProperties.put("caravan.include", "caf\ufffd/*");
        Files.writeString(home.resolve("application.properties"), "caravan.exclude=\\uD800*\n");
        assertThat(run("sync", "s3://a", "s3://b")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString())
                .contains("caravan.include: holds bytes", "caravan.exclude in application.properties: holds bytes");
    }

    @Test
    void aPropertiesFileThatIsNotUtf8IsRefused(@TempDir Path home) throws Exception {
        systemProperties.put("caravan.home", home.toString());
        Path file = Files.write(home.resolve("application.properties"), new byte[] {'a', '=', (byte) 0xE9, '\n'});
        assertThat(run("sync", "s3://a", "s3://b")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString()).startsWith("caravan: " + file + ": is not UTF-8");
    }

    @Test
    void everythingElseMayStandInAnArgument() {
        assertThat(run("sync", "s3://a/é/日本/\ud83d\ude00", "s3://b", "--slots", "0"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).doesNotContain("LC_ALL").contains("--slots: 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "sync --help", "help"})
    void outputThatCannotBeWrittenIsAFailure(String arguments) {
        PrintWriter full = StandardOutput.to(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        int code =
                Commands.run(arguments.split(" ", -1), systemProperties, environment, full, new PrintWriter(err, true));
        assertThat(code).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("caravan: standard output can't be written: No space left on device\n");
    }

    @Test
    void noCommandShowsTheUsage() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("caravan: a command is required\nUsage: caravan")
                .contains("sync", "verify");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void maxDeleteGoesWithDelete() {
        assertThat(run("sync", "s3://a", "s3://b", "--max-delete", "5")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--max-delete: is valid with --delete only");
        environment.put("MAX_DELETE", "5");
        assertThat(run("sync", "s3://a", "s3://b", "--slots", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).doesNotContain("MAX_DELETE");
    }

    @Test
    void readsThePropertiesFileOfTheInstallation(@TempDir Path home) throws Exception {
        systemProperties.put("caravan.home", home.toString());
        Files.writeString(home.resolve("application.properties"), "caravan.slots=0\n");
        assertThat(run("sync", "s3://a", "s3://b")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString()).contains("caravan.slots in application.properties: 0 is not at least 1");
    }

    @Test
    void namesAPropertiesFileThatCannotBeRead(@TempDir Path home) throws Exception {
        systemProperties.put("caravan.home", home.toString());
        Path file = Files.writeString(home.resolve("application.properties"), "caravan.slots=\\u00zz\n");
        assertThat(run("sync", "s3://a", "s3://b")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString()).startsWith("caravan: " + file + ": cannot be read: ");
    }

    @Test
    void aFailureIsOneLineWithoutItsStackTrace() {
        assertThat(failing().execute()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(err.toString()).isEqualToNormalizingNewlines("caravan: no such\\nbucket\n");
    }

    @Test
    void aFailureShowsItsStackTraceWhenAsked() {
        assertThat(failing().execute("-v")).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(err.toString()).startsWith("caravan: no such").contains("IllegalStateException", "\tat ");
    }

    private CommandLine failing() {
        PrintWriter to = new PrintWriter(err, true);
        Command failing = new Command(new Surroundings(Map.of(), Map.of(), to, to), "failing") {
            @Override
            public Integer call() {
                throw new IllegalStateException("no such\nbucket");
            }
        };
        return new CommandLine(failing.spec).setErr(to).setExecutionExceptionHandler(Failures::running);
    }

    @Test
    void whatHasControlCharactersStaysOnOneLine() {
        assertThat(run("sync", "s3://a\nforged: line\u001b[2J", "s3://b")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("a\\nforged: line\\u001b[2J").doesNotContain("\u001b");
        assertThat(err.toString().lines().limit(1)).first().asString().contains("forged");
    }

    private int run(String... arguments) {
        return Commands.run(
                arguments, systemProperties, environment, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
