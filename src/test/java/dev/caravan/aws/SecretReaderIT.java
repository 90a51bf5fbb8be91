package dev.caravan.aws;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.job.Credentials;
import dev.caravan.local.AwsSurroundings;
import dev.caravan.local.LocalSecrets;
import dev.caravan.local.LogLines;
import dev.caravan.store.DeniedException;
import dev.caravan.store.RenewedCredentials;
import dev.caravan.store.Session;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a secret that changes, with the client of the SDK. */
@Timeout(60)
class SecretReaderIT {

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

    private Session read(String name) {
        return new SecretReader(plane::secrets, name).get();
    }

    @Test
    void everyReadGivesTheKeyOfThatMoment() {
        SecretReader reader = new SecretReader(plane::secrets, "job/dest");
        assertThat(reader.get()).isEqualTo(new Session(FIRST, null));
        keep(SECOND);
        assertThat(reader.get()).isEqualTo(new Session(SECOND, null));
    }

    @Test
    void aSecretThatIsChangedIsTakenWhenTheStoreRefusesTheFormerKey() {
        RenewedCredentials key = new RenewedCredentials("destination", new SecretReader(plane::secrets, "job/dest"));
        keep(SECOND);
        assertThat(key.current()).isEqualTo(FIRST);
        assertThat(key.renewed(FIRST)).isTrue();
        assertThat(key.current()).isEqualTo(SECOND);
        assertThat(secrets.requests()).isEqualTo(2);
        assertThat(log.all()).filteredOn(line -> line.contains("were changed")).hasSize(1);
    }

    @Test
    void throttlingIsWaitedForByTheSdk() throws Exception {
        secrets.throttle();
        Thread recovery = new Thread(() -> {
            Awaitility.await().until(() -> secrets.requests() >= 2);
            secrets.recover();
        });
        recovery.start();
        assertThat(read("job/dest").credentials()).isEqualTo(FIRST);
        recovery.join();
    }

    @Test
    void aFirstReadThatFailsIsReportedInALine() {
        assertThat(failure("job/none"))
                .hasMessage("the secret \"job/none\" of Secrets Manager can't be read: ResourceNotFoundException:"
                        + " Secrets Manager can't find the specified secret.");
        secrets.put("job/dest", "{\"access_key_id\": \"AK1\", \"secret_access_key\": 7}");
        assertThat(failure("job/dest"))
                .hasMessageStartingWith("the secret \"job/dest\" of Secrets Manager is not an access key: its"
                        + " secret_access_key is not text; it must be {");
        secrets.fail(400, "AccessDeniedException", "User: x is not authorized");
        assertThat(failure("job/dest")).hasMessageEndingWith("AccessDeniedException: User: x is not authorized");
        secrets.recover().garble("secret-one");
        assertThat(failure("job/dest")).hasMessageContaining("can't be read: ").hasMessageNotContaining("secret-one");
        secrets.close();
        assertThat(failure("job/dest")).hasMessageContaining("can't be read: ").hasMessageNotContaining("\n");
    }

    @Test
    void withoutARegionOrAKeyTheMessageSaysWhatToSet() {
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
            assertThat(catchThrowable(() -> new SecretReader(without::secrets, "x").get()))
                    .isInstanceOf(DeniedException.class)
                    .hasMessageContaining("set AWS_REGION");
        }
    }

    private Throwable failure(String name) {
        Throwable thrown = catchThrowable(() -> read(name));
        assertThat(thrown).isInstanceOf(DeniedException.class);
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).doesNotContain("secret-one");
        return thrown;
    }
}
