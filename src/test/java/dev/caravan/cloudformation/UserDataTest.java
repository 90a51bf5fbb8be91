package dev.caravan.cloudformation;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the values of parameters reach the program unchanged, and that no shell interprets them. */
class UserDataTest {

    private static final Template TEMPLATE = Template.read();
    private static final Path READER = Path.of("ami/files/environment");

    /** The limit of Amazon EC2, in bytes, before the Base64 encoding. */
    private static final int MOST_BYTES = 16 * 1024;

    @TempDir
    private Path folder;

    /**
     * Returns parameters with this value in every free text field of the form. So every line of the environment that a
     * form can set has the value.
     */
    private static Map<String, String> everywhere(String value) {
        Map<String, String> parameters = new HashMap<>(Rendering.required());
        TEMPLATE.section("Parameters").properties().forEach(parameter -> {
            if (parameter.getValue().get("Type").asText().equals("String")
                    && !parameter.getValue().has("AllowedValues")) {
                parameters.put(parameter.getKey(), value);
            }
        });
        return parameters;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's \"quoted\"",
                "$(touch PWNED)",
                "`touch PWNED`",
                "${HOME} $HOME $$ $1 !!",
                "a\\nb\\",
                "END_OF_JOB",
                "EOF",
                "; touch PWNED #",
                "' ; touch PWNED ; '",
                "' \" ; touch PWNED ; \" '",
                "  spaces around  ",
                "NAME=value=",
                "*?[a-z]~",
                "--option",
                "zażółć 😀 \u2028"
            })
    void everyValueArrivesAsItStands(String value) throws Exception {
        for (String machine : new String[] {"FinderTemplate", "WorkerTemplate"}) {
            Rendering rendering = new Rendering(TEMPLATE, everywhere(value));
            write(rendering.userData(machine));
            Tool.Result read = Tool.run(
                    "",
                    Map.of("CARAVAN_JOB_ENV", folder.resolve("job.env").toString()),
                    "env",
                    "-C",
                    folder.toString(),
                    "bash",
                    "-c",
                    "set -euo pipefail; . \"$0\"; export_job; env -0",
                    READER.toAbsolutePath().toString());
            assertThat(read.code()).as(read.output()).isZero();
            Map<String, String> environment = new TreeMap<>();
            for (String one : read.output().split("\0", -1)) {
                if (!one.isEmpty()) {
                    environment.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
                }
            }
            assertThat(environment).containsAllEntriesOf(rendering.jobEnvironment(machine));
            assertThat(environment)
                    .containsEntry("SRC_PREFIX", value)
                    .containsEntry("DEST_PREFIX", value)
                    .containsEntry("CARAVAN_JAVA_OPTS", value);
            assertThat(folder.resolve("PWNED")).doesNotExist();
        }
    }

    /** The bootstrap script reads its own values in the same way. */
    @Test
    void theDistributionsPlaceIsReadAndNeverRun() throws Exception {
        String value = "$(touch PWNED)'\"`touch PWNED`\\";
        String script = new Rendering(TEMPLATE, everywhere(value)).userData("WorkerTemplate");
        write(script);
        String reader = script.lines()
                .filter(line -> line.startsWith("value() "))
                .findFirst()
                .orElseThrow()
                .replace("/etc/caravan", folder.toString());
        Tool.Result read = Tool.run(
                "",
                Map.of(),
                "env",
                "-C",
                folder.toString(),
                "bash",
                "-euc",
                reader + "\nprintf %s \"$(value boot DISTRIBUTION_BUCKET)\"");
        assertThat(read).isEqualTo(new Tool.Result(0, value));
        assertThat(folder.resolve("PWNED")).doesNotExist();
    }

    /** Runs the start of the user data, which writes two files. */
    private void write(String script) throws Exception {
        String mark = "\numask 0022\n";
        assertThat(script).contains(mark);
        String beginning = script.substring(0, script.indexOf(mark)).replace("/etc/caravan", folder.toString());
        Tool.Result written = Tool.run(beginning, Map.of(), "env", "-C", folder.toString(), "bash");
        assertThat(written).isEqualTo(new Tool.Result(0, ""));
    }

    @Test
    void everythingThatAParameterSaysStandsInTheTwoFiles() {
        String value = "f8d1c2";
        String script = new Rendering(TEMPLATE, everywhere(value)).userData("WorkerTemplate");
        int end = script.indexOf("END_OF_BOOT\numask 0022\n");
        assertThat(script.indexOf(value)).isPositive();
        assertThat(script.substring(end)).doesNotContain(value);
        String end2 = new Rendering(TEMPLATE, Rendering.required()).userData("FinderTemplate");
        assertThat(end2.substring(end2.indexOf("END_OF_BOOT\numask 0022\n"))).isEqualTo(script.substring(end));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FinderTemplate", "WorkerTemplate"})
    void itIsAScriptAndFits(String machine) throws Exception {
        String script = new Rendering(TEMPLATE, longest()).userData(machine);
        assertThat(script).startsWith("#!/bin/bash\n");
        assertThat(script.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MOST_BYTES);
        assertThat(Tool.run(script, Map.of(), "bash", "-n")).isEqualTo(new Tool.Result(0, ""));
    }

    /**
     * Returns parameters of the maximum length, with characters of three bytes if the pattern allows them, and the
     * longest names of the stack's resources.
     */
    private static Map<String, String> longest() {
        Map<String, String> longest = new HashMap<>(Rendering.required(Map.of("srcType", "Aliyun_OSS")));
        TEMPLATE.section("Parameters").properties().forEach(parameter -> {
            JsonNode said = parameter.getValue();
            if (said.has("MaxLength")) {
                String character = said.path("AllowedPattern").asText().contains("x9f") ? "桶" : "a";
                longest.put(
                        parameter.getKey(),
                        character.repeat(said.get("MaxLength").asInt()));
            } else if (said.has("MaxValue")) {
                longest.put(parameter.getKey(), said.get("MaxValue").asText());
            }
        });
        // Without this bucket the URL of the list is longer: it has the source's scheme and bucket.
        longest.put("srcPrefixListBucket", "");
        longest.put("AWS::StackName", "s".repeat(128));
        longest.put("Queue.QueueName", "q".repeat(80));
        longest.put("Table", "t".repeat(150));
        longest.put("PartsTable", "t".repeat(155));
        longest.put("GiantObjects", "g".repeat(140));
        longest.put("FinderLogs", "f".repeat(144));
        longest.put("WorkerLogs", "w".repeat(144));
        return longest;
    }

    @Test
    void packagesComeThroughTheProxy() throws Exception {
        String script = new Rendering(
                        TEMPLATE, Rendering.required(Map.of("httpsProxy", "http://p:3128", "noProxy", ".local")))
                .userData("WorkerTemplate");
        write(script);
        String settings = script.substring(script.indexOf("value() "), script.indexOf("step='asking the metadata"))
                .replace("/etc/caravan", folder.toString());
        String install = script.lines()
                .filter(line -> line.contains("until dnf"))
                .findFirst()
                .orElseThrow();
        Tool.Result run = Tool.run(
                "set -euo pipefail; dnf() { echo \"$HTTPS_PROXY $NO_PROXY $*\"; }\n" + settings + install
                        + " :; done\n",
                Map.of(),
                "bash");
        assertThat(run.output())
                .startsWith("http://p:3128 169.254.169.254,.local install -q -y --setopt=proxy=http://p:3128 java-25-");
    }

    private String waiting() {
        String script = new Rendering(TEMPLATE, Rendering.required()).userData("WorkerTemplate");
        String from = script.substring(script.indexOf("step='waiting for the worker to be ready'"));
        return "set -euo pipefail; sleep() { :; }; signal() { echo \"$1\"; }\n"
                + from.substring(0, from.lastIndexOf("fi")).replace("/var/log/caravan", folder.toString());
    }

    @Test
    void aWorkerIsReadyWhenItsLogSaysSoAndNotWhereThereIsNone() throws Exception {
        Path log = folder.resolve("worker.log");
        assertThat(Tool.run(waiting(), Map.of(), "bash")).isEqualTo(new Tool.Result(1, ""));
        Files.writeString(log, "worker: can't reach its queue\n");
        assertThat(Tool.run(waiting(), Map.of(), "bash")).isEqualTo(new Tool.Result(1, ""));
        Files.writeString(log, "worker: s3://from -> s3://to, queue jobs\n");
        assertThat(Tool.run(waiting(), Map.of(), "bash")).isEqualTo(new Tool.Result(0, "SUCCESS\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "distributionUrl=https://host/caravan.tar.gz; curl .* --proto =https .* https://host/caravan.tar.gz",
                "distributionBucket=b,distributionKey=k; aws s3api get-object .* --bucket b --key k .*",
                "distributionUrl=https://host/c,distributionBucket=b,distributionKey=k; aws s3api .* --bucket b --key k .*",
                "distributionUrl=; "
            })
    void theDistributionComesFromTheBucketOrElseFromTheUrl(String parameters, String call) throws Exception {
        Map<String, String> given = new HashMap<>();
        for (String one : parameters.split(",", -1)) {
            given.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        String script = new Rendering(TEMPLATE, Rendering.required(given)).userData("FinderTemplate");
        write(script);
        String reader = script.lines()
                .filter(line -> line.startsWith("value() "))
                .findFirst()
                .orElseThrow()
                .replace("/etc/caravan", folder.toString());
        String fetch =
                script.substring(script.indexOf("bucket=$(value boot"), script.indexOf("step='comparing the SHA-256"));
        Tool.Result run = Tool.run(
                "set -euo pipefail; region=r; proxy=; dnf() { :; }; curl() { echo curl \"$@\"; }; aws() { echo aws \"$@\"; }\n"
                        + reader + "\n" + fetch,
                Map.of(),
                "bash");
        assertThat(run.code()).as(run.output()).isEqualTo(call == null ? 1 : 0);
        assertThat(run.output().strip()).matches(call == null ? "" : call);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "3,1", "4,1"})
    void packagesAreInstalledInThreeTries(int failures, int code) throws Exception {
        String script = new Rendering(TEMPLATE, Rendering.required()).userData("WorkerTemplate");
        String install =
                script.substring(script.indexOf("tries=1\n"), script.indexOf("step='fetching the distribution'"));
        String stubs = "set -euo pipefail; sleep() { :; }; n=0; proxy=\n"
                + "dnf() { n=$((n + 1)); echo dnf; [ \"$n\" -gt " + failures + " ]; }\n";
        assertThat(Tool.run(stubs + install, Map.of(), "bash"))
                .isEqualTo(new Tool.Result(code, "dnf\n".repeat(Math.min(failures + 1, 3))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FinderTemplate", "WorkerTemplate"})
    void shellcheckHasNothingToSay(String machine) throws Exception {
        Tool.assumePresent("shellcheck isn't there: user data isn't checked by it", "shellcheck", "--version");
        String script = new Rendering(TEMPLATE, Rendering.required()).userData(machine);
        assertThat(Tool.run(script, Map.of(), "shellcheck", "-")).isEqualTo(new Tool.Result(0, ""));
    }
}
