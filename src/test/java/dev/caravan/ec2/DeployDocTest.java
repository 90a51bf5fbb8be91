package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cloudformation.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks that docs/deploy.md agrees with the template. */
class DeployDocTest {

    private static final Path TEMPLATE = Path.of("cloudformation/caravan.yaml");

    private String page;
    private String template;

    @BeforeEach
    void read() throws IOException {
        assumeTrue(Files.exists(TEMPLATE), TEMPLATE + " isn't there; skipped");
        page = Files.readString(Path.of("docs/deploy.md"));
        template = Files.readString(TEMPLATE);
    }

    @Test
    void namesParametersThatThereAre() {
        assertThat(named("\"ParameterKey\": \"(\\w+)\"", page))
                .hasSizeGreaterThan(5)
                .isSubsetOf(named("(?m)^  (\\w+):", section("Parameters")));
        assertThat(named("`((?:src|dest|ec2|finder|worker|distribution)[A-Z]\\w+)`", page))
                .hasSizeGreaterThan(10)
                .isSubsetOf(with(named("(?m)^  (\\w+):", section("Parameters")), "finderDepth"));
    }

    @Test
    void namesOutputsThatThereAre() {
        assertThat(named("(?<!-)\\boutput (\\w+)", page))
                .contains("QueueName")
                .isSubsetOf(named("(?m)^  (\\w+):", section("Outputs")));
    }

    @Test
    void tellsWhatToDoAboutEveryAlarmThatSendsAMail() {
        String table = page.substring(page.indexOf("| alarm |"));
        assertThat(named("AlarmName: !Sub '\\$\\{AWS::StackName}-(\\w+)'", template))
                .isNotEmpty()
                .allSatisfy(alarm -> assertThat(table)
                        .containsAnyOf(
                                "`" + alarm + "`", "`…" + alarm.replaceAll("^(GiantObject|Launcher)", "") + "`"));
    }

    @Test
    void tellsOfEveryParameterItsDefaultAndWhenToChangeIt() throws IOException {
        String parameters = Files.readString(Path.of("docs/parameters.md"));
        Set<String> rows = new TreeSet<>();
        Template.read().section("Parameters").properties().forEach(parameter -> {
            JsonNode byDefault = parameter.getValue().get("Default");
            String value = byDefault == null
                    ? "none"
                    : byDefault.asText().isEmpty() ? "empty" : "`" + byDefault.asText() + "`";
            String row = "| `" + parameter.getKey() + "` | " + value + " | ";
            rows.add(parameter.getKey());
            assertThat(parameters).as("docs/parameters.md").containsPattern(Pattern.quote("\n" + row) + "\\w.{4}");
        });
        assertThat(named("(?m)^\\| `(\\w+)` \\|", parameters)).isEqualTo(rows);
    }

    @Test
    void listsTheActionsOfTheDeployingPerson() throws IOException {
        Set<String> called = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/caravan/deploy"))) {
            for (Path source : sources.toList()) {
                String text = Files.readString(source);
                called.addAll(named("\"((?:cloudformation|s3|secretsmanager|sts):\\w+)", text));
                named("(?:list|call)\\(\\s*\"(\\w+)\"", text).forEach(action -> called.add("ec2:" + action));
            }
        }
        assertThat(called).hasSizeGreaterThan(20);
        assertThat(named("`((?:cloudformation|s3|secretsmanager|sts|ec2):\\w+)`", page))
                .containsAll(called);
    }

    private String section(String name) {
        Matcher section =
                Pattern.compile("(?ms)^" + name + ":\\n(.*?)(?=^\\w|\\z)").matcher(template);
        assertThat(section.find()).isTrue();
        return section.group(1);
    }

    private static Set<String> named(String pattern, String text) {
        Set<String> names = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(match -> names.add(match.group(1)));
        return names;
    }

    private static Set<String> with(Set<String> names, String other) {
        names.add(other);
        return names;
    }
}
