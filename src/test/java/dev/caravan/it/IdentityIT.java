package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.Commands;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.AwsSurroundings;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalAnswers;
import dev.caravan.local.LocalAnswers.Told;
import dev.caravan.local.LocalOss;
import dev.caravan.local.LocalSecrets;
import dev.caravan.local.LocalSts;
import dev.caravan.local.LocalSts.Assumed;
import dev.caravan.local.LogLines;
import dev.caravan.local.Operation;
import dev.caravan.local.RequestRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests two stores with separate identities: roles, profiles, credential processes and secrets. */
class IdentityIT {

    private static final String READER = "arn:aws:iam::111111111111:role/reader";
    private static final String WRITER = "arn:aws:iam::222222222222:role/writer";
    private static final String ROLES = "SRC_ROLE_ARN=" + READER + " DEST_ROLE_ARN=" + WRITER;

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private final LocalSts sts = LocalSts.start();
    private final AwsSurroundings surroundings = new AwsSurroundings();
    private final LogLines log = new LogLines();
    private Path config;

    @BeforeEach
    void startWithTheIdentityOfTheProcess() throws IOException {
        stores.environment.clear();
        config = Files.createFile(stores.folder.resolve("config"));
        surroundings.set("aws.configFile", config.toString());
        surroundings.set(
                "aws.sharedCredentialsFile", stores.folder.resolve("none").toString());
        surroundings.set("aws.endpointUrlSts", sts.endpoint().toString());
        sts.credential(LocalSecrets.ACCESS_KEY, LocalSecrets.SECRET_KEY)
                .credential("SOURCE", "source-secret")
                .role(READER, "shared/42", stores.source, "SOURCE", LocalSecrets.ACCESS_KEY)
                .role(WRITER, "", stores.destination, LocalSecrets.ACCESS_KEY);
    }

    @AfterEach
    void nothingWasShown() {
        log.close();
        surroundings.close();
        sts.close();
        assertThat(log.all()).noneMatch(line -> line.contains("-secret") || line.contains("session-token"));
    }

    private void environment(String text) {
        for (String variable : text.split(" ", -1)) {
            int equals = variable.indexOf('=');
            stores.environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
    }

    private void profiles(String... lines) throws IOException {
        Files.writeString(config, String.join("\n", lines) + "\n");
    }

    private void fill(int objects) {
        for (int i = 0; i < objects; i++) {
            stores.from.put(String.format(Locale.ROOT, "k%05d", i), "x" + i);
        }
    }

    private void everythingArrives() throws Exception {
        Result run = stores.sync("--multipart-threshold", "5MiB", "--part-size", "5MiB");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(stores.to.keys()).isEqualTo(stores.from.keys());
        assertThat(stores.from.keys())
                .allSatisfy(key -> assertThat(stores.to
                                .get(key)
                                .orElseThrow()
                                .content()
                                .sameAs(stores.from.get(key).orElseThrow().content()))
                        .isTrue());
        assertThat(stores.records())
                .hasSize(stores.from.size())
                .allSatisfy((key, row) -> assertThat(row.status()).isEqualTo("DONE"));
    }

    private void cannotStart(String... words) {
        fill(1);
        Result run = stores.sync();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("caravan: ").contains(words).hasLineCount(1);
        assertThat(run.out() + run.err()).doesNotContain("-secret").doesNotContain("\tat ");
        assertThat(stores.source.requests().log()).isEmpty();
        assertThat(stores.destination.requests().log()).isEmpty();
    }

    private String doctor() {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        String[] arguments = {
            "doctor",
            "s3://from",
            "s3://to",
            "--source-endpoint",
            stores.source.endpoint().toString(),
            "--dest-endpoint",
            stores.destination.endpoint().toString(),
            "--source-region",
            "us-east-1",
            "--dest-region",
            "us-east-1"
        };
        Commands.run(arguments, stores.systemProperties, stores.environment, writer, writer);
        assertThat(out.toString()).doesNotContain("-secret", "\tat ");
        return out.toString().replaceAll(" {2,}", " ");
    }

    @Test
    void theSessionsOfBothSidesEndInTheMiddleOfARunAndNothingFails() throws Exception {
        fill(200);
        stores.from.put("large1", Content.synthetic(1, 11L * MIB));
        stores.from.put("large2", Content.synthetic(2, 11L * MIB));
        environment(ROLES + " SRC_EXTERNAL_ID=shared/42 SRC_SESSION_NAME=nightly SOURCE_ACCESS_KEY_ID=SOURCE"
                + " SOURCE_SECRET_ACCESS_KEY=source-secret");
        stores.destination
                .faults()
                .add(Fault.on(Operation.PUT).skip(70).times(1).then(FaultAction.before(sts::expireAll)));

        everythingArrives();

        assertThat(sts.sessions(READER))
                .hasSize(2)
                .allSatisfy(session ->
                        assertThat(session.caller() + " " + session.name()).isEqualTo("SOURCE nightly"));
        assertThat(sts.sessions(WRITER))
                .hasSize(2)
                .allSatisfy(session -> assertThat(session.caller() + " " + session.name())
                        .isEqualTo(LocalSecrets.ACCESS_KEY + " caravan"));
        assertThat(sts.answers()).containsOnly(200);
        assertThat(stores.source.requests().log())
                .extracting(RequestRecord::errorCode)
                .contains("ExpiredToken");
        assertThat(stores.destination.requests().log())
                .extracting(RequestRecord::errorCode)
                .contains("ExpiredToken");
    }

    @Test
    void aRoleIsAssumedOnceForEachSideOfARunWithoutExpiry() throws Exception {
        fill(20);
        environment(ROLES + " SRC_EXTERNAL_ID=shared/42");
        everythingArrives();
        assertThat(sts.sessions().stream().collect(Collectors.groupingBy(Assumed::role, Collectors.counting())))
                .isEqualTo(Map.of(READER, 1L, WRITER, 1L));
    }

    @Test
    void theKeyInASecretAssumesTheRole() throws Exception {
        try (LocalSecrets secrets = LocalSecrets.start()) {
            surroundings.set("aws.endpointUrlSecretsManager", secrets.endpoint().toString());
            secrets.putKey("job/source", "OLD", "old-secret", "");
            environment(ROLES + " SRC_EXTERNAL_ID=shared/42 SRC_CREDENTIALS=job/source");
            cannotStart("the secret job/source (SRC_CREDENTIALS) can't assume " + READER + ": InvalidClientTokenId");
            secrets.putKey("job/source", "SOURCE", "source-secret", "");
            stores.from.put("large", Content.synthetic(1, 6L * MIB));
            // The key of the secret is rotated before the role is assumed again.
            stores.source.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.before(() -> {
                secrets.putKey("job/source", "SOURCE2", "source-secret2", "");
                sts.revoke("SOURCE").credential("SOURCE2", "source-secret2");
                sts.role(READER, "", stores.source, "SOURCE2").expireAll();
            })));
            everythingArrives();
            assertThat(sts.sessions(READER)).extracting(Assumed::caller).containsExactly("SOURCE", "SOURCE2");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SRC_EXTERNAL_ID=another | caravan: --source-role-arn: access key PLANE of the AWS default chain (Java system properties) can't assume arn:aws:iam::111111111111:role/reader: AccessDenied: User: arn:aws:iam::111111111111:user/PLANE is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/reader; the trust policy of the role must allow it with this external ID",
                "SRC_EXTERNAL_ID=shared/42 DEST_ACCESS_KEY_ID=NOBODY DEST_SECRET_ACCESS_KEY=x-secret | caravan: --dest-role-arn: access key NOBODY (DEST_ACCESS_KEY_ID) can't assume arn:aws:iam::222222222222:role/writer: InvalidClientTokenId: The security token included in the request is invalid.",
            })
    void aRefusalSaysWhoTriedToAssumeWhatAndWhy(String more, String line) {
        environment(ROLES + " " + more);
        cannotStart(line);
    }

    @Test
    void anStsThatFailsIsReportedInALine() {
        environment("DEST_ROLE_ARN=" + WRITER);
        surroundings.set("aws.maxAttempts", "1");
        sts.fail(500);
        cannotStart("--dest-role-arn: ", "can't assume " + WRITER + ": InternalFailure: a fault was asked for");
        sts.close();
        cannotStart("--dest-role-arn: " + WRITER + " can't be assumed: AWS STS: can't connect: ");
    }

    @Test
    void withoutAnIdentityOfTheProcessThereIsNothingToAssumeWith() {
        environment("DEST_ROLE_ARN=" + WRITER);
        surroundings.set("aws.accessKeyId", null);
        surroundings.set("aws.secretAccessKey", null);
        surroundings.set("aws.disableEc2Metadata", "true");
        surroundings.set("aws.profile", "nosuch");
        cannotStart("--dest-role-arn: " + WRITER + " can't be assumed: AWS STS: no credentials were found: ", "nosuch");
    }

    @Test
    void eachSideHasAProfileOfItsOwn() throws Exception {
        fill(5);
        profiles(
                "[profile photos]",
                "aws_access_key_id = SOURCE",
                "aws_secret_access_key = source-secret",
                "[profile base]",
                "aws_access_key_id = " + LocalSecrets.ACCESS_KEY,
                "aws_secret_access_key = " + LocalSecrets.SECRET_KEY,
                "[profile mirror]",
                "role_arn = " + WRITER,
                "source_profile = base",
                "region = us-east-1");
        environment("SRC_PROFILE=photos DEST_PROFILE=mirror");
        everythingArrives();
        assertThat(sts.sessions(WRITER)).hasSize(1);
        assertThat(doctor())
                .contains("ok source identity access key SOURCE of the AWS profile photos\n")
                .contains("ok destination identity access key ASIA2 of the AWS profile mirror, until 2");
        environment("SRC_PROFILE=mirror DEST_PROFILE=nosuch");
        assertThat(doctor())
                .contains("wrong destination identity the AWS configuration files have no profile \"nosuch\"\n");
    }

    @Test
    void aProfileThatGivesNothingIsReportedInALine() throws Exception {
        environment("DEST_PROFILE=mirror");
        cannotStart("--dest-profile: the AWS configuration files have no profile \"mirror\"");
        profiles("[profile mirror]", "region = us-east-1");
        cannotStart("--dest-profile: the AWS profile \"mirror\" gives no credentials: ");
        profiles(
                "[profile mirror]",
                "role_arn = " + READER,
                "source_profile = base",
                "region = us-east-1",
                "[profile base]",
                "aws_access_key_id = SOURCE",
                "aws_secret_access_key = source-secret");
        cannotStart("--dest-profile: the AWS profile \"mirror\" gives no credentials: AccessDenied: User: ", READER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint_url = http://minio:9000", "services = minio"})
    void aProfileOfAnotherStoreIsRefusedWhereTheSideDoesNotNameTheStore(String line) throws Exception {
        environment("SOURCE_ACCESS_KEY_ID=SOURCE SOURCE_SECRET_ACCESS_KEY=source-secret DEST_PROFILE=mirror");
        profiles(
                "[profile mirror]",
                "aws_access_key_id = DEST",
                "aws_secret_access_key = dest-secret",
                line,
                "[services minio]",
                "s3 =",
                "  endpoint_url = http://minio:9000");
        fill(1);
        Result run = stores.sync("--dest-endpoint", "");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "caravan: --dest-profile: the AWS profile \"mirror\" sets endpoint_url, which doesn't apply: add"
                                + " --dest-endpoint http://minio:9000\n");
        everythingArrives();
    }

    @Test
    void aCredentialProcessIsAskedAgainWhenItsKeyIsRefused() throws Exception {
        Path key = stores.folder.resolve("the key");
        write(key, "SOURCE", "source-secret");
        stores.environment.put("SRC_CREDENTIAL_PROCESS", "cat '" + key + "'");
        environment("DEST_ACCESS_KEY_ID=DEST DEST_SECRET_ACCESS_KEY=dest-secret");
        fill(50);
        stores.source.faults().add(Fault.on(Operation.GET).skip(20).times(1).then(FaultAction.before(() -> {
            write(key, "SOURCE2", "another-secret");
            stores.source.credential("SOURCE2", "another-secret").revoke("SOURCE");
        })));
        everythingArrives();
        assertThat(stores.source.requests().log()).anyMatch(request -> request.status() == 403);
        assertThat(doctor())
                .contains("ok source identity access key SOURCE2 of the credential process cat\n")
                .contains("ok destination identity access key DEST (DEST_ACCESS_KEY_ID)\n");
        write(key, "SOURCE2\",\"x\":\"", "another-secret");
        stores.environment.put("SRC_CREDENTIAL_PROCESS", "cat '" + key + "' nosuch");
        cannotStartAfter("--source-credential-process: the credential process \"cat\" ends with exit code 1");
    }

    private void cannotStartAfter(String line) {
        Result run = stores.sync();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("caravan: " + line).hasLineCount(1).doesNotContain("-secret");
    }

    private static void write(Path file, String key, String secret) {
        try {
            Files.writeString(
                    file,
                    "{\"Version\": 1, \"AccessKeyId\": \"" + key + "\", \"SecretAccessKey\": \"" + secret + "\"}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRoleOfAliyunReadsABucketOfOss() {
        String role = "acs:ram::1234567890123456:role/reader";
        String session = "{\"Credentials\": {\"AccessKeyId\": \"STS.1\", \"AccessKeySecret\": \"session-secret\","
                + " \"SecurityToken\": \"session-token-1\", \"Expiration\": \"2126-11-29T15:00:00Z\"}}";
        try (LocalOss oss = LocalOss.start();
                LocalAnswers aliyun = new LocalAnswers(asked -> new Told(200, session))) {
            oss.credential("STS.1", "session-secret", "session-token-1")
                    .createBucket("photos")
                    .put("one", "1");
            environment("SOURCE_ACCESS_KEY_ID=LTAI1 SOURCE_SECRET_ACCESS_KEY=source-secret SRC_ROLE_ARN=" + role
                    + " SRC_STS_ENDPOINT=" + aliyun.endpoint() + " SRC_REGION=" + oss.region()
                    + " DEST_ACCESS_KEY_ID=DEST DEST_SECRET_ACCESS_KEY=dest-secret");
            String[] arguments = {
                "sync",
                "oss://photos",
                "s3://to",
                "--source-endpoint",
                oss.endpoint().toString(),
                "--dest-endpoint",
                stores.destination.endpoint().toString(),
                "--records",
                "none"
            };
            StringWriter out = new StringWriter();
            PrintWriter writer = new PrintWriter(out, true);
            assertThat(Commands.run(arguments, stores.systemProperties, stores.environment, writer, writer))
                    .as(out.toString())
                    .isZero();
            arguments[0] = "doctor";
            Commands.run(Arrays.copyOf(arguments, 7), stores.systemProperties, stores.environment, writer, writer);
            assertThat(stores.to.keys()).containsExactly("one");
            assertThat(out.toString())
                    .contains("access key STS.1 of the role " + role
                            + " (session caravan), assumed by access key LTAI1 (SOURCE_ACCESS_KEY_ID), until 2126-")
                    .doesNotContain("-secret", "session-token");
            assertThat(aliyun.asked()).hasSize(2);
        }
    }

    @Test
    void doctorReportsTheIdentitiesInWordsAndWhatMendsARefusal() {
        fill(1);
        environment(ROLES + " SRC_EXTERNAL_ID=shared/42");
        assertThat(doctor())
                .contains("ok source sts:AssumeRole " + READER + "\n")
                .contains("ok source identity access key ASIA")
                .contains(
                        " of the role " + WRITER + " (session caravan), assumed by access key PLANE of the AWS default"
                                + " chain (Java system properties), until 2")
                .endsWith("no problem found\n");
        environment("SRC_EXTERNAL_ID=another");
        assertThat(doctor())
                .contains(
                        "wrong source sts:AssumeRole access key PLANE of the AWS default chain (Java system properties)"
                                + " can't assume " + READER + ": AccessDenied: User: ")
                .contains("allow it: {\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"" + READER
                        + "\"}\n")
                .contains("ok destination identity ")
                .endsWith("1 problem found\n");
    }
}
