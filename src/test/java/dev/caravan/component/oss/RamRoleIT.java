package dev.caravan.component.oss;

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
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.RenewedCredentials;
import dev.caravan.store.Session;
import dev.caravan.store.TransientException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests a bucket of OSS that is read with a role. */
class RamRoleIT {

    private static final String ROLE = "acs:ram::1234567890123456:role/reader";
    private static final Egress DIRECT = new Egress(Proxies.NONE, null);
    private static final CredentialsSource BASE = CredentialsSource.fixed(new Credentials("LTAI1", "the-secret", ""));

    private final OssSide side = new OssSide();
    private final LocalAnswers sts = new LocalAnswers(this::answer);

    private int sessions;

    @AfterEach
    void close() {
        side.close();
        sts.close();
    }

    private static SortedMap<String, String> form(Asked asked) {
        SortedMap<String, String> form = new TreeMap<>();
        for (String pair : asked.body().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    /** Lets a client assume the role with one key and one external ID, or with one token. */
    private Told answer(Asked asked) {
        SortedMap<String, String> form = form(asked);
        String signature = form.remove("Signature");
        boolean bySignature = "AssumeRole".equals(form.get("Action"))
                && "LTAI1".equals(form.get("AccessKeyId"))
                && RamRole.signature("POST", form, "the-secret").equals(signature)
                && "shared/42".equals(form.get("ExternalId"));
        boolean byToken = "AssumeRoleWithOIDC".equals(form.get("Action"))
                && "the-token".equals(form.get("OIDCToken"))
                && "acs:ram::1:oidc-provider/c".equals(form.get("OIDCProviderArn"))
                && signature == null;
        if (!ROLE.equals(form.get("RoleArn"))
                || !"nightly".equals(form.get("RoleSessionName"))
                || !(bySignature || byToken)) {
            return new Told(
                    403, "{\"RequestId\": \"r\", \"Code\": \"NoPermission\", \"Message\": \"You are not authorized\"}");
        }
        int number = ++sessions;
        side.server.credential("STS." + number, "session-secret", "session-token-" + number);
        Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        return new Told(
                200,
                "{\"RequestId\": \"r\", \"AssumedRoleUser\": {}, \"Credentials\": {\"AccessKeyId\": \"STS." + number
                        + "\", \"AccessKeySecret\": \"session-secret\", \"SecurityToken\": \"session-token-" + number
                        + "\", \"Expiration\": \"" + end + "\"}}");
    }

    private RamRole role(String externalId, CredentialsSource base) {
        return RamRole.of(place(), DIRECT, ROLE, externalId, "nightly", base, () -> "access key LTAI1");
    }

    private Place place() {
        return Place.of("service", sts.endpoint().toString());
    }

    @Test
    void aSessionThatIsRefusedIsRenewed() {
        side.place("a", new byte[5], ObjectMetadata.NONE);
        OssConfiguration configuration = side.configuration();
        configuration.setCredentialsSource(new RenewedCredentials("source", role("shared/42", BASE)));
        OssStore store = side.open("bucket", configuration);
        assertThat(store.head("a").size()).isEqualTo(5);
        assertThat(sessions).isEqualTo(1);
        side.server.revoke("STS.1");
        assertThat(store.head("a").size()).isEqualTo(5);
        assertThat(store.list(ListRequest.of("", "")).objects()).hasSize(1);
        assertThat(sessions).isEqualTo(2);
    }

    @Test
    void aTokenOfAFileAssumesARoleToo(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "the-token\n");
        RamRole role = RamRole.ofToken(place(), DIRECT, ROLE, "nightly", token, "acs:ram::1:oidc-provider/c");
        assertThat(role.get().credentials().accessKeyId()).isEqualTo("STS.1");
        Files.writeString(token, "another");
        assertThat(catchThrowable(role::get))
                .isInstanceOf(DeniedException.class)
                .hasMessage(
                        "the token in " + token + " can't assume " + ROLE + ": NoPermission: You are not authorized");
        Files.delete(token);
        assertThat(catchThrowable(role::get)).hasMessageContaining("the file can't be read: ");
    }

    @Test
    void aRefusalSaysWhoTriedToAssumeWhatAndWhy() {
        assertThat(catchThrowable(() -> role("another", BASE).get()))
                .isInstanceOf(DeniedException.class)
                .hasMessage("access key LTAI1 can't assume " + ROLE + ": NoPermission: You are not authorized");
        sts.close();
        assertThat(catchThrowable(() -> role("another", BASE).get()))
                .isInstanceOf(TransientException.class)
                .hasMessageStartingWith("access key LTAI1 can't assume " + ROLE + " at http://127.0.0.1:")
                .hasMessageContaining("can't connect");
    }

    @Test
    void theKeyOfTheCallerIsRenewedWhenItIsRefused() {
        List<Credentials> keys = List.of(new Credentials("LTAI0", "x", ""), new Credentials("LTAI1", "the-secret", ""));
        RenewedCredentials base = new RenewedCredentials(
                "source", () -> new Session(keys.get(sts.asked().isEmpty() ? 0 : 1), null));
        assertThat(role("shared/42", base).get().credentials().accessKeyId()).isEqualTo("STS.1");
        assertThat(sts.asked()).hasSize(2);
    }

    /** Tests the example of Aliyun's documentation, "Request signatures" of RPC. */
    @Test
    void signsAsTheDocumentationSays() {
        SortedMap<String, String> parameters = new TreeMap<>();
        for (String pair : ("AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1"
                        + "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
                        + "&Timestamp=2016-02-23T12:46:24Z&Version=2014-05-26")
                .split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], parts[1]);
        }
        assertThat(RamRole.signature("GET", parameters, "testsecret")).isEqualTo("OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
    }

    @ParameterizedTest
    @CsvSource({
        "cn-hangzhou, https://sts.cn-hangzhou.aliyuncs.com",
        "oss-eu-central-1, https://sts.eu-central-1.aliyuncs.com",
        "'', https://sts.aliyuncs.com",
    })
    void theServiceIsAskedInTheRegionOfTheBucket(String region, String address) {
        assertThat(RamRole.address(region)).isEqualTo(address);
    }
}
