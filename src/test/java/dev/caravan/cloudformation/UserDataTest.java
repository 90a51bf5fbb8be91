package dev.caravan.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever parameters say, it reaches the program as it stands, and no shell takes any of it for its own. */
class UserDataTest {

    private static final Template TEMPLATE = Template.read();
    private static final Path READER = Path.of("ami/files/environment");

    /** Amazon EC2 takes no more, in bytes, before it is Base64. */
    private static final int MOST_BYTES = 16 * 1024;

    @TempDir
    private Path folder;

    /** Every free text of the form, and with it every line of the environment that a form can fill. */
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

    /** What the bootstrap itself needs of it is read the same way. */
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

    /** Runs what user data does before anything else: it writes two files. */
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
        String script = new Rendering(TEMPLATE, everywhere("a".repeat(255))).userData(machine);
        assertThat(script).startsWith("#!/bin/bash\n").hasSizeLessThan(MOST_BYTES);
        assertThat(Tool.run(script, Map.of(), "bash", "-n")).isEqualTo(new Tool.Result(0, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FinderTemplate", "WorkerTemplate"})
    void shellcheckHasNothingToSay(String machine) throws Exception {
        Tool.assumePresent("shellcheck isn't there: user data isn't checked by it", "shellcheck", "--version");
        String script = new Rendering(TEMPLATE, Rendering.required()).userData(machine);
        assertThat(Tool.run(script, Map.of(), "shellcheck", "-")).isEqualTo(new Tool.Result(0, ""));
    }
}
