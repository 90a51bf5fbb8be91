package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.caravan.component.wire.Place;
import dev.caravan.job.Credentials;
import dev.caravan.job.Egress;
import dev.caravan.job.Proxies;
import dev.caravan.local.LocalAnswers;
import dev.caravan.local.LocalAnswers.Asked;
import dev.caravan.local.LocalAnswers.Told;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.RenewedCredentials;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests a bucket of COS that is read with a role. */
class CamRoleIT extends CosFixture {

    private static final String ROLE = "qcs::cam::uin/100000000001:roleName/reader";
    private static final Credentials KEY = new Credentials("AKID1", "the-secret", "");

    private final LocalAnswers sts = new LocalAnswers(this::answer);

    private int sessions;

    @AfterEach
    void close() {
        sts.close();
    }

    private Told answer(Asked asked) {
        long second = Long.parseLong(asked.header().apply("X-TC-Timestamp"));
        String expected = CamRole.authorization(
                "sts", "application/json", asked.header().apply("Host"), asked.body(), KEY, second);
        boolean right = expected.equals(asked.header().apply("Authorization"))
                && "AssumeRole".equals(asked.header().apply("X-TC-Action"))
                && asked.body().contains("\"RoleArn\":\"" + ROLE + "\"")
                && asked.body().contains("\"RoleSessionName\":\"nightly\"")
                && asked.body().contains("\"ExternalId\":\"shared/42\"");
        if (!right) {
            return new Told(
                    200,
                    "{\"Response\": {\"Error\": {\"Code\": \"AuthFailure.UnauthorizedOperation\","
                            + " \"Message\": \"not you\"}, \"RequestId\": \"r\"}}");
        }
        int number = ++sessions;
        server.credential("AKIDS" + number, "session-secret", "session-token-" + number);
        return new Told(
                200,
                "{\"Response\": {\"Credentials\": {\"TmpSecretId\": \"AKIDS" + number
                        + "\", \"TmpSecretKey\": \"session-secret\", \"Token\": \"session-token-" + number
                        + "\"}, \"ExpiredTime\": " + (Instant.now().getEpochSecond() + 3600) + "}}");
    }

    private CamRole role(String externalId) {
        return new CamRole(
                Place.of("service", sts.endpoint().toString()),
                new Egress(Proxies.NONE, null),
                ROLE,
                externalId,
                "nightly",
                CredentialsSource.fixed(KEY),
                () -> "access key AKID1");
    }

    @Test
    void aSessionThatIsRefusedIsRenewed() {
        bucket.put("a", "text");
        CosConfiguration configuration = configuration(server.port());
        configuration.setCredentialsSource(new RenewedCredentials("source", role("shared/42")));
        try (CosStore store = new CosStore(BUCKET, configuration)) {
            assertThat(store.head("a").size()).isEqualTo(4);
            assertThat(sessions).isEqualTo(1);
            server.revoke("AKIDS1");
            assertThat(store.head("a").size()).isEqualTo(4);
            assertThat(sessions).isEqualTo(2);
        }
    }

    @Test
    void aRefusalSaysWhoTriedToAssumeWhatAndWhy() {
        assertThat(catchThrowable(() -> role("another").get()))
                .isInstanceOf(DeniedException.class)
                .hasMessage("access key AKID1 can't assume " + ROLE + ": AuthFailure.UnauthorizedOperation: not you");
    }

    /** Tests the example of Tencent's documentation, "Signature v3". */
    @Test
    void signsAsTheDocumentationSays() {
        String document = "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\":"
                + " \"instance-name\"}]}";
        assertThat(CamRole.authorization(
                        "cvm",
                        "application/json; charset=utf-8",
                        "cvm.tencentcloudapi.com",
                        document,
                        new Credentials("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", ""),
                        1_551_113_065L))
                .endsWith("Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
    }
}
