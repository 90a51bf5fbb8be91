package dev.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.job.Credentials;
import dev.caravan.local.AwsSurroundings;
import dev.caravan.local.LocalSecrets;
import dev.caravan.local.LogLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A secret that changes, read by the SDK's own client. */
@Timeout(60)
class SecretCredentialsIT {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final Credentials FIRST = new Credentials("AK1", "secret-one", "");
    private static final Credentials SECOND = new Credentials("AK2", "secret-two", "token-two");

    private final LocalSecrets secrets = LocalSecrets.start();
    private final AwsSurroundings surroundings = new AwsSurroundings(secrets);
    private final ControlPlane plane = new ControlPlane(2);
    private final LogLines log = new LogLines();

    @BeforeEach
    void keepTheFirst() {
        keep(FIRST);
    }

    @AfterEach
    void close() {
        plane.close();
        surroundings.close();
        secrets.close();
        log.close();
        assertThat(log.all()).noneMatch(line -> line.contains("secret-") || line.contains("token-"));
    }

    private void keep(Credentials key) {
        secrets.putKey("job/dest", key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
    }

    private SecretCredentials open(Duration interval, Duration pause) throws SecretException {
        return new SecretCredentials(plane, "job/dest", "destination", interval, pause);
    }

    @Test
    void theSecretIsReadOnceBeforeAnythingBegins() throws Exception {
        try (SecretCredentials key = open(NEVER, Duration.ZERO)) {
            assertThat(key.current()).isEqualTo(FIRST);
            assertThat(key.current()).isEqualTo(FIRST);
            assertThat(secrets.requests()).isEqualTo(1);
        }
    }

    @Test
    void ofManyRefusalsAtTheSameMomentOneReads() throws Exception {
        int slots = 64;
        try (SecretCredentials key = open(NEVER, Duration.ofHours(1))) {
            keep(SECOND);
            secrets.latency(Duration.ofMillis(200));
            ExecutorService threads = Executors.newFixedThreadPool(slots);
            CountDownLatch allReady = new CountDownLatch(slots);
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < slots; i++) {
                answers.add(threads.submit(() -> {
                    allReady.countDown();
                    allReady.await();
                    return key.renewed(FIRST);
                }));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
            threads.shutdown();
            assertThat(key.current()).isEqualTo(SECOND);
            assertThat(secrets.requests()).isEqualTo(2);
        }
    }

    @Test
    void aLateRefusalOfTheFormerKeyReadsNothing() throws Exception {
        try (SecretCredentials key = open(NEVER, Duration.ZERO)) {
            keep(SECOND);
            assertThat(key.renewed(FIRST)).isTrue();
            assertThat(key.renewed(FIRST)).isTrue();
            assertThat(secrets.requests()).isEqualTo(2);
        }
    }

    @Test
    void refusalsOneAfterTheOtherReadNoMoreOftenThanThePauseAllows() throws Exception {
        try (SecretCredentials key = open(NEVER, Duration.ofHours(1))) {
            for (int i = 0; i < 100; i++) {
                assertThat(key.renewed(FIRST)).isFalse();
            }
            assertThat(secrets.requests()).isEqualTo(2);
        }
        try (SecretCredentials key = open(NEVER, Duration.ZERO)) {
            assertThat(key.renewed(FIRST)).isFalse();
            keep(SECOND);
            assertThat(key.renewed(FIRST)).isTrue();
        }
    }

    @Test
    void theScheduleFindsANewKeyThatNobodyAskedFor() throws Exception {
        try (SecretCredentials key = open(Duration.ofMillis(20), NEVER)) {
            keep(SECOND);
            Awaitility.await().until(() -> key.current().equals(SECOND));
            assertThat(log.all())
                    .filteredOn(line -> line.contains("were changed"))
                    .hasSize(1);
        }
        int reads = secrets.requests();
        // One may be on its way.
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> secrets.requests() <= reads + 1);
    }

    @Test
    void aScheduledReadDoesNotKeepARefusalFromReading() throws Exception {
        try (SecretCredentials key = open(Duration.ofMillis(300), NEVER)) {
            Awaitility.await().until(() -> secrets.requests() >= 2);
            keep(SECOND);
            assertThat(key.renewed(FIRST)).isTrue();
        }
    }

    @Test
    void aReadThatFailsKeepsTheKeyAndIsToldOnceUntilOneSucceeds() throws Exception {
        try (SecretCredentials key = open(NEVER, Duration.ZERO)) {
            secrets.fail(400, "AccessDeniedException", "not any more\nsecret line");
            assertThat(key.renewed(FIRST)).isFalse();
            assertThat(key.renewed(FIRST)).isFalse();
            assertThat(key.current()).isEqualTo(FIRST);
            secrets.recover().put("job/dest", "{\"access_key_id\": \"secret-half");
            assertThat(key.renewed(FIRST)).isFalse();
            assertThat(warnings())
                    .containsExactly("the credentials of the destination stay as they were: the secret \"job/dest\" of"
                            + " Secrets Manager can't be read: AccessDeniedException: not any more\\nsecret line");
            keep(SECOND);
            assertThat(key.renewed(FIRST)).isTrue();
            secrets.put("job/dest", "");
            assertThat(key.renewed(SECOND)).isFalse();
            assertThat(key.current()).isEqualTo(SECOND);
            assertThat(warnings()).hasSize(2);
            assertThat(warnings().get(1)).contains("is no access key");
        }
    }

    private List<String> warnings() {
        return log.all().stream()
                .filter(line -> line.contains("stay as they were"))
                .toList();
    }

    @Test
    void throttlingIsWaitedForByTheSdk() throws Exception {
        secrets.throttle();
        Thread recovery = new Thread(() -> {
            Awaitility.await().until(() -> secrets.requests() >= 2);
            secrets.recover();
        });
        recovery.start();
        try (SecretCredentials key = open(NEVER, Duration.ZERO)) {
            assertThat(key.current()).isEqualTo(FIRST);
        }
        recovery.join();
    }

    @Test
    void aFirstReadThatFailsIsToldInALine() {
        assertThat(failure("job/none"))
                .hasMessage("the secret \"job/none\" of Secrets Manager can't be read: ResourceNotFoundException:"
                        + " Secrets Manager can't find the specified secret.");
        secrets.put("job/dest", "{\"access_key_id\": \"AK1\", \"secret_access_key\": 7}");
        assertThat(failure("job/dest"))
                .hasMessageStartingWith("the secret \"job/dest\" of Secrets Manager is no access key: its"
                        + " secret_access_key is no text; it must be {");
        secrets.fail(400, "AccessDeniedException", "User: x is not authorized");
        assertThat(failure("job/dest")).hasMessageEndingWith("AccessDeniedException: User: x is not authorized");
        secrets.recover().garble("secret-one");
        assertThat(failure("job/dest")).hasMessageContaining("can't be read: ").hasMessageNotContaining("secret-one");
        secrets.close();
        assertThat(failure("job/dest")).hasMessageContaining("can't be read: ").hasMessageNotContaining("\n");
    }

    @Test
    void withoutARegionOrAKeyItIsToldWhatToSet() {
        assumeTrue(
                Stream.of("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE")
                        .noneMatch(System.getenv()::containsKey),
                "this machine has an AWS environment of its own");
        surroundings.set("aws.secretAccessKey", null);
        surroundings.set("aws.accessKeyId", null);
        surroundings.set("aws.disableEc2Metadata", "true");
        surroundings.set("aws.profile", "none-such");
        assertThat(failure("job/dest")).hasMessageContaining("no AWS credentials were found");
        surroundings.set("aws.region", null);
        try (ControlPlane without = new ControlPlane(1)) {
            assertThat(catchThrowable(() -> new SecretCredentials(without, "x", "source", NEVER, NEVER)))
                    .isInstanceOf(SecretException.class)
                    .hasMessageContaining("set AWS_REGION");
        }
    }

    private Throwable failure(String name) {
        Throwable thrown = catchThrowable(() -> new SecretCredentials(plane, name, "destination", NEVER, NEVER));
        assertThat(thrown).isInstanceOf(SecretException.class);
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).doesNotContain("secret-one");
        return thrown;
    }
}
