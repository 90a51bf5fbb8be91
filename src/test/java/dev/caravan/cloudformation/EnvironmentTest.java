package dev.caravan.cloudformation;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.job.JobOption;
import dev.caravan.job.OptionKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that the environment of the machines has exactly the variables that Caravan knows. The exceptions are listed
 * here with their reasons.
 */
class EnvironmentTest {

    private static final Template TEMPLATE = Template.read();

    private static final Set<String> MACHINERY = Set.of(
            "AWS_REGION",
            "AWS_USE_FIPS_ENDPOINT",
            "HTTPS_PROXY",
            "NO_PROXY",
            "CARAVAN_STACK",
            "CARAVAN_ASG",
            "CARAVAN_LIFECYCLE_HOOK",
            "CARAVAN_LOG_GROUP",
            "CARAVAN_JAVA_OPTS");

    private static final String FOLLOWS = "the default suits every job on these machines";
    private static final String SECRET = "a secret is read from Secrets Manager, and never stands in user data";
    private static final String KEY_FILE = "your own image has the file and names it in its environment";
    private static final String FILES = "a machine of the stack has no profiles and no programs of its owner";
    private static final String ELSEWHERE = "for a person at a terminal, or for sync";

    private static final Map<String, String> NOT_HANDED_OVER = Map.ofEntries(
            Map.entry("SOURCE_ACCESS_KEY_ID", SECRET),
            Map.entry("SOURCE_SECRET_ACCESS_KEY", SECRET),
            Map.entry("SOURCE_SESSION_TOKEN", SECRET),
            Map.entry("DEST_ACCESS_KEY_ID", SECRET),
            Map.entry("DEST_SECRET_ACCESS_KEY", SECRET),
            Map.entry("DEST_SESSION_TOKEN", SECRET),
            Map.entry("SOURCE_SSE_C_KEY", SECRET),
            Map.entry("DEST_SSE_C_KEY", SECRET),
            Map.entry("SRC_SSE_C_KEY_FILE", KEY_FILE),
            Map.entry("DEST_SSE_C_KEY_FILE", KEY_FILE),
            Map.entry("SRC_PROFILE", FILES),
            Map.entry("SRC_CREDENTIAL_PROCESS", FILES),
            Map.entry("SRC_SESSION_NAME", FOLLOWS),
            Map.entry("SRC_STS_ENDPOINT", FOLLOWS),
            Map.entry("SRC_MACHINE_ROLE", "a machine of the stack is one of AWS"),
            Map.entry("SRC_OIDC_TOKEN_FILE", FILES),
            Map.entry("SRC_OIDC_PROVIDER", FILES),
            Map.entry("DEST_STS_ENDPOINT", FOLLOWS),
            Map.entry("DEST_PROFILE", FILES),
            Map.entry("DEST_CREDENTIAL_PROCESS", FILES),
            Map.entry("DEST_SESSION_NAME", FOLLOWS),
            Map.entry("SRC_PROXY", "HTTPS_PROXY and NO_PROXY are for both sides"),
            Map.entry("DEST_PROXY", "HTTPS_PROXY and NO_PROXY are for both sides"),
            Map.entry("AWS_CA_BUNDLE", "a file of the image, which its own environment names"),
            Map.entry("PART_SLOTS", FOLLOWS),
            Map.entry("PART_SIZE", FOLLOWS),
            Map.entry("MULTIPART_THRESHOLD", FOLLOWS),
            Map.entry("CHECKSUM", FOLLOWS),
            Map.entry("MIN_RATE", FOLLOWS),
            Map.entry("SERVER_SIDE_COPY", FOLLOWS),
            Map.entry("ATTEMPTS", "the queue's maxReceiveCount is as much"),
            Map.entry("VISIBILITY_TIMEOUT", "the queue has the same as the default"),
            Map.entry("SCHEDULE", "the stack launches a finder whenever it is time"),
            Map.entry("CONSOLE_PORT", "the default, which the way to it names too"),
            Map.entry("CONSOLE_PASSWORD_FILE", "routes are not operated from a browser on these machines"),
            Map.entry("DRY_RUN", ELSEWHERE),
            Map.entry("COUNT_FIRST", ELSEWHERE),
            Map.entry("STOP_AFTER", ELSEWHERE),
            Map.entry("SRC_KEYS_FROM", ELSEWHERE),
            Map.entry("SRC_KEYS_NULL", ELSEWHERE),
            Map.entry("REPORT_FILE", ELSEWHERE),
            Map.entry("RECORDS_FILE", ELSEWHERE),
            Map.entry("ROUTES_DIR", "an image with other routes has them in the distribution's own folder"));

    private static Map<String, String> environment(String launchTemplate, Map<String, String> parameters) {
        return new Rendering(TEMPLATE, Rendering.required(parameters)).jobEnvironment(launchTemplate);
    }

    private static Set<String> options() {
        return Arrays.stream(JobOption.values())
                .map(JobOption::environmentName)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FinderTemplate", "WorkerTemplate"})
    void machinesGetWhatTheProgramKnowsAndNothingElse(String launchTemplate) {
        Set<String> told = new TreeSet<>(environment(launchTemplate, Map.of()).keySet());
        assertThat(told).containsAll(MACHINERY);
        told.removeAll(MACHINERY);
        Set<String> expected = options();
        expected.removeAll(NOT_HANDED_OVER.keySet());
        assertThat(told).isEqualTo(expected);
        assertThat(options()).as("reasons for what there isn't").containsAll(NOT_HANDED_OVER.keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FinderTemplate", "WorkerTemplate"})
    void everyValueThatAParameterMayHaveIsOneThatTheProgramTakes(String launchTemplate) {
        Map<String, String> byDefault = environment(launchTemplate, Map.of());
        for (JobOption option : JobOption.values()) {
            String value = byDefault.getOrDefault(option.environmentName(), "");
            if (!value.isEmpty()) {
                assertThat(option.kind().read(value))
                        .as(option.environmentName())
                        .isNotNull();
            }
        }
        TEMPLATE.section("Parameters")
                .properties()
                .forEach(parameter -> parameter
                        .getValue()
                        .path("AllowedValues")
                        .forEach(allowed ->
                                assertTaken(launchTemplate, byDefault, parameter.getKey(), allowed.asText())));
    }

    private static void assertTaken(
            String launchTemplate, Map<String, String> byDefault, String parameter, String allowed) {
        Map<String, String> environment = environment(launchTemplate, Map.of(parameter, allowed));
        for (JobOption option : JobOption.values()) {
            String value = environment.getOrDefault(option.environmentName(), "");
            if (!value.isEmpty() && !value.equals(byDefault.get(option.environmentName()))) {
                OptionKind kind = option.kind();
                assertThat(kind.read(value)).as(parameter + " " + allowed).isNotNull();
            }
        }
    }

    @Test
    void anEmptyRegionIsTheStacksOwn() {
        assertThat(environment("FinderTemplate", Map.of()))
                .containsEntry("SRC_REGION", "eu-west-1")
                .containsEntry("DEST_REGION", "eu-west-1");
        assertThat(environment("FinderTemplate", Map.of("destRegion", "us-west-2")))
                .containsEntry("DEST_REGION", "us-west-2");
        // Another cloud has other regions than AWS.
        assertThat(environment("FinderTemplate", Map.of("srcType", "Aliyun_OSS")))
                .containsEntry("SRC_REGION", "");
    }

    @Test
    void aListOfPrefixesLiesInTheSourcesBucketUnlessAnotherIsNamed() {
        assertThat(environment("FinderTemplate", Map.of())).containsEntry("SRC_PREFIX_LIST_BUCKET", "");
        assertThat(environment("FinderTemplate", Map.of("srcPrefixsListFile", "list.txt")))
                .containsEntry("SRC_PREFIX_LIST_BUCKET", "from");
        assertThat(environment("WorkerTemplate", Map.of("srcPrefixsListFile", "list.txt", "srcPrefixListBucket", "l")))
                .containsEntry("SRC_PREFIX_LIST_BUCKET", "l");
        Map<String, String> elsewhere =
                Map.of("srcType", "Tencent_COS", "srcCredentials", "cos", "srcPrefixsListFile", "list.txt");
        assertThat(environment("FinderTemplate", elsewhere))
                .containsEntry("SRC_PREFIX_LIST", "cos://from/list.txt")
                .containsEntry("SRC_PREFIX_LIST_BUCKET", "");
    }

    @Test
    void skippingTheComparisonGoesBeforeTheKindOfComparison() {
        assertThat(environment("FinderTemplate", Map.of("compare", "size"))).containsEntry("COMPARE", "size");
        assertThat(environment("FinderTemplate", Map.of("compare", "size", "srcSkipCompare", "true")))
                .containsEntry("COMPARE", "always");
    }

    @Test
    void eventsOfDeletionsLetWorkersDeleteAndNotTheFinder() {
        Map<String, String> events = Map.of("srcEvent", "CreateAndDelete");
        assertThat(environment("WorkerTemplate", events)).containsEntry("DEST_DELETE", "true");
        assertThat(environment("FinderTemplate", events)).containsEntry("DEST_DELETE", "false");
        assertThat(environment("WorkerTemplate", Map.of())).containsEntry("DEST_DELETE", "false");
        Map<String, String> versions = Map.of("srcEvent", "CreateAndDelete", "versions", "all");
        assertThat(environment("WorkerTemplate", versions))
                .as("a delete marker is copied like a version")
                .containsEntry("DEST_DELETE", "false")
                .containsEntry("VERSIONS", "all");
        for (String machine : List.of("FinderTemplate", "WorkerTemplate")) {
            assertThat(environment(machine, Map.of("destDelete", "true"))).containsEntry("DEST_DELETE", "true");
        }
    }
}
