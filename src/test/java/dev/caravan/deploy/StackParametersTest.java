package dev.caravan.deploy;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.JobReader;
import dev.caravan.job.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StackParametersTest {

    /** The parameters of the S3 plugin of the Data Transfer Hub, v2.6.6, each with a valid value. */
    private static final Map<String, String> ORIGINAL = Map.ofEntries(
            Map.entry("srcType", "Amazon_S3"),
            Map.entry("srcBucket", "from"),
            Map.entry("srcPrefix", ""),
            Map.entry("srcPrefixsListFile", ""),
            Map.entry("srcPrefixListBucket", ""),
            Map.entry("srcSkipCompare", "false"),
            Map.entry("srcRegion", ""),
            Map.entry("srcEndpoint", ""),
            Map.entry("srcInCurrentAccount", "true"),
            Map.entry("srcCredentials", ""),
            Map.entry("srcEvent", "CreateAndDelete"),
            Map.entry("isPayerRequest", "false"),
            Map.entry("destBucket", "to"),
            Map.entry("destPrefix", ""),
            Map.entry("destRegion", ""),
            Map.entry("destInCurrentAccount", "true"),
            Map.entry("destCredentials", ""),
            Map.entry("destStorageClass", "INTELLIGENT_TIERING"),
            Map.entry("destAcl", "bucket-owner-full-control"),
            Map.entry("destPutObjectSSEType", "None"),
            Map.entry("destPutObjectSSEKmsKeyId", ""),
            Map.entry("alarmEmail", "ops@example.com"),
            Map.entry("ec2VpcId", "vpc-0123456789abcdef0"),
            Map.entry("ec2Subnets", "subnet-0123456789abcdef0,subnet-0123456789abcdef1"),
            Map.entry("finderEc2Memory", "8"),
            Map.entry("ec2CronExpression", "0/60 * * * ? *"),
            Map.entry("includeMetadata", "true"),
            Map.entry("finderDepth", "0"),
            Map.entry("finderNumber", "1"),
            Map.entry("workerNumber", "4"),
            Map.entry("maxCapacity", "20"),
            Map.entry("minCapacity", "1"),
            Map.entry("desiredCapacity", "1"));

    private static StackTemplate template;

    @BeforeAll
    static void readTemplate() throws Exception {
        template = StackTemplate.read(Path.of(StackTemplate.FILE));
    }

    private static StackParameters of(String source, Map<JobOption, String> options) throws InvalidJobException {
        return of(source, options, Map.of());
    }

    private static StackParameters of(String source, Map<JobOption, String> options, Map<String, String> environment)
            throws InvalidJobException {
        Map<JobOption, List<String>> given = new EnumMap<>(JobOption.class);
        options.forEach((option, value) -> given.put(option, List.of(value.split(";"))));
        Settings settings = new Settings(given, Map.of(), environment, Map.of());
        Job job = JobReader.read(source, "s3://to/copies", settings);
        StackParameters parameters = new StackParameters(template);
        parameters.addJob(job, settings);
        return parameters;
    }

    private static Map<String, String> checked(StackParameters parameters) throws InvalidJobException {
        return parameters.check(Map.of("alarmEmail", ""));
    }

    private static List<String> problems(StackParameters parameters) {
        InvalidJobException refused = catchThrowableOfType(InvalidJobException.class, () -> checked(parameters));
        return refused.problems().stream().map(Object::toString).toList();
    }

    @Test
    void everyOptionHasAParameterOrAReasonForNone() {
        List<JobOption> none = new ArrayList<>();
        for (JobOption option : JobOption.values()) {
            boolean mapped = template.variables().containsKey(option.environmentName()) || option == JobOption.SCHEDULE;
            boolean keys = option.secret() || StackParameters.KEYS.contains(option);
            boolean without = StackParameters.WITHOUT.contains(option) || StackParameters.OF_THE_STACK.contains(option);
            if (mapped == (without || keys)) {
                none.add(option);
            }
        }
        assertThat(none).isEmpty();
    }

    @Test
    void anOptionBecomesTheParameterThatSetsTheSameVariable() throws Exception {
        Map<JobOption, String> options = new EnumMap<>(Map.of(
                JobOption.INCLUDE, "*.jpg;a,b",
                JobOption.DEST_SSE, "aws:kms",
                JobOption.DELETE, "true",
                JobOption.SLOTS, "32",
                JobOption.SCHEDULE, "0 30 3 * * ?",
                JobOption.FILTER_FROM, "s3://rules/one",
                JobOption.CONSOLE, "off",
                JobOption.COMPARE, "size",
                JobOption.SOURCE_REGION, "eu-west-1"));
        options.put(JobOption.PREFIX_LIST, "s3://lists/prefixes.txt");
        assertThat(checked(of("s3://from/logs", options)))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("srcType", "Amazon_S3"),
                        Map.entry("srcBucket", "from"),
                        Map.entry("srcPrefix", "logs/"),
                        Map.entry("destBucket", "to"),
                        Map.entry("destPrefix", "copies/"),
                        Map.entry("srcInclude", "*.jpg,a\\,b"),
                        Map.entry("destPutObjectSSEType", "AWS_KMS"),
                        Map.entry("destDelete", "true"),
                        Map.entry("workerNumber", "32"),
                        Map.entry("ec2CronExpression", "30 3 * * ? *"),
                        Map.entry("srcFilterFile", "rules/one"),
                        Map.entry("srcPrefixsListFile", "prefixes.txt"),
                        Map.entry("srcPrefixListBucket", "lists"),
                        Map.entry("console", "none"),
                        Map.entry("compare", "size"),
                        Map.entry("srcRegion", "eu-west-1")));
    }

    @Test
    void theEnvironmentOfAStackMakesTheSameParametersAgain() throws Exception {
        Map<String, String> first = checked(of(
                "oss://from/logs",
                Map.of(
                        JobOption.SOURCE_REGION, "cn-hangzhou",
                        JobOption.EXCLUDE, "a,b;c",
                        JobOption.DEST_SSE, "aws:kms",
                        JobOption.CONSOLE, "off",
                        JobOption.INVENTORY, "s3://inventory/manifest.json"),
                Map.of("SRC_CREDENTIALS", "key")));
        Map<String, String> environment = template.environment(first);
        Settings settings = new Settings(Map.of(), Map.of(), environment, Map.of());
        StackParameters again = new StackParameters(template);
        again.addJob(JobReader.read(null, null, settings), settings);
        Map<String, String> expected = new HashMap<>(first);
        // An empty console parameter means no console.
        expected.remove("console");
        assertThat(checked(again)).isEqualTo(expected);
    }

    @Test
    void anOptionWithoutAParameterIsRefusedAndAVariableIsNoted() throws Exception {
        assertThat(problems(of("s3://from", Map.of(JobOption.PART_SIZE, "8MiB"))))
                .containsExactly(
                        "--part-size: has no parameter in the template; the machines of a stack use its default");
        StackParameters parameters = of("s3://from", Map.of(), Map.of("PART_SIZE", "8MiB", "JOB_QUEUE_NAME", "other"));
        assertThat(checked(parameters)).doesNotContainKey("partSize");
        assertThat(parameters.notes()).singleElement().asString().startsWith("PART_SIZE is set here");
    }

    @Test
    void aFileOfThisMachineIsRefused() throws Exception {
        assertThat(problems(of("s3://from", Map.of(JobOption.FILTER_FROM, "LICENSE"))))
                .singleElement()
                .asString()
                .contains("--filter-from", "upload the file first");
    }

    @Test
    void aParameterIsSetByItsNameAndChecked() throws Exception {
        StackParameters parameters = of("s3://from", Map.of());
        parameters.addSet(List.of("maxCapacity=0", "srcEvent=Maybe", "nothing=1", "amiId", "kmsKeyArn=alias/x"));
        assertThat(problems(parameters))
                .containsExactlyInAnyOrder(
                        "--set: the template has no parameter nothing; see docs/parameters.md",
                        "--set: \"amiId\" is not Parameter=value",
                        "maxCapacity: \"0\" is not a number from 1 to 10000",
                        "srcEvent: \"Maybe\" is none of No, Create, CreateAndDelete",
                        "kmsKeyArn: \"alias/x\": A KMS key's ARN (not an alias), or empty.");
        InvalidJobException missing = catchThrowableOfType(
                InvalidJobException.class, () -> of("s3://from", Map.of()).check(Map.of()));
        assertThat(missing.usage()).isTrue();
        assertThat(missing).hasMessage("--email: required: the stack has no default for it");
    }

    @Test
    void keysGoToSecretsAndTemporaryOnesAreRefused() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "SOURCE_ACCESS_KEY_ID", "AKEY",
                "SOURCE_SECRET_ACCESS_KEY", "hidden",
                "DEST_SSE_C_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));
        List<StackSecret> secrets = StackSecret.of(job(environment), "photos");
        assertThat(secrets).map(StackSecret::parameter).containsExactly("srcCredentials", "destSseCSecret");
        assertThat(secrets)
                .map(StackSecret::name)
                .containsExactly("caravan/photos/source", "caravan/photos/destination-sse-c");
        assertThat(secrets.get(0).text()).isEqualTo("{\"access_key_id\":\"AKEY\",\"secret_access_key\":\"hidden\"}");
        assertThat(secrets.toString()).doesNotContain("hidden", "MDEy");
        environment.put("SOURCE_SESSION_TOKEN", "token");
        assertThatThrownBy(() -> StackSecret.of(job(environment), "photos"))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("temporary");
    }

    private static Job job(Map<String, String> environment) throws InvalidJobException {
        return JobReader.read("s3://from", "s3://to", new Settings(Map.of(), Map.of(), environment, Map.of()));
    }

    @Test
    void eventsSayThatTheBucketIsOfThisAccount() throws Exception {
        StackParameters parameters = of("s3://from", Map.of());
        parameters.addSet(List.of("srcEvent=Create"));
        assertThat(checked(parameters)).containsEntry("srcInCurrentAccount", "true");
    }

    @Test
    void theParametersOfTheDataTransferHubAreTaken() throws Exception {
        StackParameters parameters = new StackParameters(template);
        parameters.addSet(ORIGINAL.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .toList());
        assertThat(ORIGINAL).hasSize(33);
        assertThat(parameters.check(Map.of())).containsAllEntriesOf(ORIGINAL);
    }

    @Test
    void anImageNeedsNoDistribution() throws Exception {
        StackParameters parameters = of("s3://from", Map.of());
        assertThat(parameters.namesDistribution(Map.of())).isFalse();
        assertThat(parameters.namesDistribution(Map.of("distributionBucket", "ours")))
                .isFalse();
        assertThat(parameters.namesDistribution(Map.of("amiId", "ami-1"))).isTrue();
        parameters.addSet(List.of("imageHasCaravan=true"));
        assertThat(parameters.namesDistribution(Map.of())).isTrue();
    }
}
