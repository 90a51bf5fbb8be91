package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.before;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.PUT;

import dev.caravan.command.run.ExitCode;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import dev.caravan.local.Attributes;
import dev.caravan.local.AwsSurroundings;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.LocalSecrets;
import dev.caravan.local.LogLines;
import dev.caravan.local.MemoryStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests runs whose credentials are in Secrets Manager. */
class SecretsIT {

    private static final String SECRET = "never-to-be-shown";
    private static final int OBJECTS = 400;
    private static final String[] PARTS = {"--multipart-threshold", "5MiB", "--part-size", "5MiB", "--slots", "16"};

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private final LocalSecrets secrets = LocalSecrets.start();
    private final AwsSurroundings surroundings = new AwsSurroundings(secrets);
    private final LogLines log = new LogLines();

    @BeforeEach
    void keepBothKeysInSecrets() {
        stores.environment.clear();
        stores.environment.put("SRC_CREDENTIALS", "job/source");
        stores.environment.put("DEST_CREDENTIALS", "job/dest");
        stores.source.revoke("SOURCE").credential("SOURCE", SECRET + 1, "token-1");
        stores.destination.revoke("DEST").credential("DEST", SECRET + 2);
        secrets.putKey("job/source", "SOURCE", SECRET + 1, "token-1").putKey("job/dest", "DEST", SECRET + 2, "");
    }

    @AfterEach
    void nothingWasShown() {
        log.close();
        surroundings.close();
        secrets.close();
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET) || line.contains("token-"));
    }

    private static byte[] key(int filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        return key;
    }

    private static Attributes encrypted(int filling) {
        byte[] md5 = HexFormat.of().parseHex(MemoryStore.md5(key(filling)));
        return Attributes.NONE.withOwn(
                "x-amz-server-side-encryption-customer-key-md5",
                Base64.getEncoder().encodeToString(md5));
    }

    @Test
    void customersKeysOfBothSidesAreReadFromSecretsAndNeverShown() {
        String old = Base64.getEncoder().encodeToString(key(1));
        String fresh = Base64.getEncoder().encodeToString(key(2));
        secrets.put("sse-c/old", old + "\n").put("sse-c/new", fresh);
        stores.environment.put("SRC_SSE_C_SECRET", "sse-c/old");
        stores.environment.put("DEST_SSE_C_SECRET", "sse-c/new");
        stores.from.put("a", Content.of("x"), encrypted(1));
        Result run = stores.sync();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.get("a").orElseThrow().attributes().own())
                .containsAllEntriesOf(encrypted(2).own());
        assertThat(run.out() + run.err() + log.all()).doesNotContain(old, fresh);

        secrets.put("sse-c/new", "dG9vIHNob3J0");
        Result shortKey = stores.sync();
        assertThat(shortKey.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(shortKey.err())
                .contains("DEST_SSE_C_SECRET: the secret \"sse-c/new\" of Secrets Manager is not a key of 32 bytes in"
                        + " base64")
                .doesNotContain("dG9vIHNob3J0");
        stores.environment.put("DEST_SSE_C_KEY", fresh);
        Result both = stores.sync();
        assertThat(both.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(both.err()).contains("DEST_SSE_C_SECRET: is set, and so is DEST_SSE_C_KEY; set only one of the two");
    }

    private void fill() {
        for (int i = 0; i < OBJECTS; i++) {
            stores.from.put(String.format(Locale.ROOT, "k%05d", i), "x" + i);
        }
    }

    private void everythingArrived(Result run) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(stores.to.keys()).isEqualTo(stores.from.keys());
        for (String key : stores.from.keys()) {
            assertThat(stores.to
                            .get(key)
                            .orElseThrow()
                            .content()
                            .sameAs(stores.from.get(key).orElseThrow().content()))
                    .as(key)
                    .isTrue();
        }
        assertThat(stores.records())
                .hasSize(stores.from.size())
                .allSatisfy((key, row) -> assertThat(row.status()).isEqualTo("DONE"));
    }

    @Test
    void eachSideTakesItsOwnSecret() throws Exception {
        stores.from.put("a", "x");
        everythingArrived(stores.sync());
        assertThat(secrets.requests()).isEqualTo(2);
        assertThat(stores.source.requests().log())
                .isNotEmpty()
                .allMatch(request -> "token-1".equals(request.header("x-amz-security-token")));
        assertThat(stores.destination.requests().log())
                .isNotEmpty()
                .allMatch(request -> request.header("x-amz-security-token") == null);
    }

    @Test
    void aSecretRotatedInTheMiddleOfARunIsReadAgain() throws Exception {
        fill();
        for (int i = 0; i < 4; i++) {
            stores.from.put("large" + i, Content.synthetic(i, 11L * MIB));
        }
        Fault rotation = Fault.on(PUT).skip(OBJECTS / 3).times(1).then(before(() -> {
            secrets.putKey("job/dest", "DEST2", SECRET + 3, "token-3");
            stores.destination.credential("DEST2", SECRET + 3, "token-3").revoke("DEST");
        }));
        stores.destination.faults().add(rotation);

        Result run = stores.sync(PARTS);

        everythingArrived(run);
        assertThat(rotation.fired()).isEqualTo(1);
        assertThat(stores.destination.requests().log()).anyMatch(request -> request.status() == 403);
        // One request for each side, and one for all rejected requests.
        assertThat(secrets.requests()).isEqualTo(3);
        assertThat(stores.records().values()).extracting(Row::attempts).contains(2);
    }

    @Test
    void aSessionTokenThatExpiresInTheMiddleOfARunIsReadAgain() throws Exception {
        fill();
        AtomicBoolean expired = new AtomicBoolean();
        stores.source
                .faults()
                .add(Fault.on()
                        .request(request -> expired.get() && "token-1".equals(request.header("x-amz-security-token")))
                        .then(answer(400, "ExpiredToken")));
        stores.source.faults().add(Fault.on(GET).skip(OBJECTS / 3).times(1).then(before(() -> {
            secrets.putKey("job/source", "SOURCE2", SECRET + 4, "token-4");
            stores.source.credential("SOURCE2", SECRET + 4, "token-4");
            expired.set(true);
        })));

        Result run = stores.sync(PARTS);

        everythingArrived(run);
        assertThat(stores.source.requests().log()).anyMatch(request -> "ExpiredToken".equals(request.errorCode()));
        assertThat(secrets.requests()).isEqualTo(3);
        // A read is repeated within the same attempt.
        assertThat(stores.records().values()).extracting(Row::attempts).containsOnly(1);
    }

    @Test
    void aKeyThatIsRefusedForGoodFailsTheObjectsWithoutAReadForEach() throws Exception {
        fill();
        stores.destination
                .faults()
                .add(Fault.on(PUT).skip(OBJECTS / 2).times(1).then(before(() -> stores.destination.revoke("DEST"))));

        Result run = stores.sync("--slots", "16", "--stop-after", "0");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.records().values()).extracting(Row::status).contains("DONE", "ERROR");
        assertThat(run.out() + run.err() + stores.records()).doesNotContain(SECRET);
        assertThat(secrets.requests()).isLessThan(OBJECTS / 10);
    }

    @Test
    void inTheCurrentAccountNoSecretIsRead() throws Exception {
        stores.from.put("a", "x");
        stores.environment.put("DEST_IN_CURRENT_ACCOUNT", "true");
        stores.environment.put("DEST_CREDENTIALS", "job/none");
        stores.destination.revoke("DEST").credential(LocalSecrets.ACCESS_KEY, LocalSecrets.SECRET_KEY);
        everythingArrived(stores.sync());
        assertThat(secrets.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SRC_CREDENTIALS | never-to-be-shown | it isn't JSON",
                "DEST_CREDENTIALS | never-to-be-shown | it isn't JSON",
                "SRC_CREDENTIALS | [\"never-to-be-shown\"] | it isn't a JSON object",
                "DEST_CREDENTIALS | {\"access_key_id\": \"never-to-be-shown\"} | it has no secret_access_key",
                "DEST_CREDENTIALS | {\"access_key_id\": \"\", \"secret_access_key\": \"never-to-be-shown\"} | its access_key_id is empty",
                "SRC_CREDENTIALS | {\"access_key_id\": \"a\\nb\", \"secret_access_key\": \"never-to-be-shown\"} | has a character",
            })
    void aSecretThatIsNoKeyStopsTheRunInALine(String option, String text, String reason) {
        secrets.put("job/bad", text);
        stores.environment.put(option, "job/bad");
        cannotStart(option + ": the secret \"job/bad\" of Secrets Manager", reason);
    }

    @Test
    void aSecretThatCannotBeReadStopsTheRunInALine() {
        stores.environment.put("DEST_CREDENTIALS", "job/none");
        cannotStart("DEST_CREDENTIALS: ", "\"job/none\"", "ResourceNotFoundException");
        secrets.fail(400, "AccessDeniedException", "User: worker is not authorized to perform this");
        cannotStart("SRC_CREDENTIALS: ", "\"job/source\"", "AccessDeniedException: User: worker is not authorized");
        secrets.fail(400, "InvalidParameterException", "You can't perform this operation on the secret");
        cannotStart("SRC_CREDENTIALS: ", "InvalidParameterException");
        surroundings.set("aws.secretAccessKey", "another");
        secrets.recover();
        cannotStart("SRC_CREDENTIALS: ", "can't be read");
    }

    private void cannotStart(String... words) {
        stores.from.put("a", "x");
        Result run = stores.sync();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("caravan: ").contains(words).hasLineCount(1);
        assertThat(run.out() + run.err()).doesNotContain(SECRET).doesNotContain("\tat ");
        assertThat(stores.source.requests().log()).isEmpty();
        assertThat(stores.destination.requests().log()).isEmpty();
    }
}
