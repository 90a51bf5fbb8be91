package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.job.Credentials;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.local.RequestRecord;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.Outage;
import dev.caravan.store.PartRequest;
import dev.caravan.store.PutRequest;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadedPart;
import java.io.ByteArrayInputStream;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Tests credentials that change while a store is in use. */
class S3RenewalIT {

    private static final Credentials FIRST = new Credentials("FIRST", "secret-one", "");
    private static final Credentials SECOND = new Credentials("SECOND", "secret-two", "token-two");
    private static final Credentials THIRD = new Credentials("THIRD", "secret-three", "");

    private final LocalS3 server = LocalS3.start();
    private final Source source = new Source();
    private S3Store store;

    /** Returns the next of its credentials each time the service rejects the current ones. */
    private static final class Source implements CredentialsSource {
        private final List<Credentials> held = new ArrayList<>(List.of(FIRST));
        private final List<Credentials> refusals = new ArrayList<>();

        private volatile SdkClientException down;

        @Override
        public synchronized Credentials current() {
            if (down != null) {
                throw down;
            }
            return held.get(0);
        }

        @Override
        public synchronized boolean renewed(Credentials refused) {
            refusals.add(refused);
            if (held.size() > 1 && held.get(0).equals(refused)) {
                held.remove(0);
            }
            return !held.get(0).equals(refused);
        }
    }

    @BeforeEach
    void open() {
        server.createBucket("bucket").put("a", "x");
        S3Configuration configuration = new S3Configuration();
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setPathStyle(true);
        configuration.setAccessKeyId("not-this-one");
        configuration.setSecretAccessKey("nor-this");
        configuration.setCredentialsSource(source);
        accept(FIRST);
        store = new S3Store("bucket", configuration);
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    private void accept(Credentials key) {
        if (key.sessionToken().isEmpty()) {
            server.credential(key.accessKeyId(), key.secretAccessKey());
        } else {
            server.credential(key.accessKeyId(), key.secretAccessKey(), key.sessionToken());
        }
    }

    private void rotate(Credentials from, Credentials to) {
        server.revoke(from.accessKeyId());
        accept(to);
        source.held.add(to);
    }

    @Test
    void aRequestWithoutABodyIsSignedAgainAndSentAgain() {
        rotate(FIRST, SECOND);
        assertThat(store.head("a").size()).isEqualTo(1);
        List<RequestRecord> heads = server.requests().log(Operation.HEAD);
        assertThat(heads).extracting(RequestRecord::status).containsExactly(403, 200);
        assertThat(heads.get(0).headers()).doesNotContainKey("x-amz-security-token");
        assertThat(heads.get(1).header("x-amz-security-token")).isEqualTo("token-two");

        rotate(SECOND, THIRD);
        assertThat(store.list(new ListRequest("", "", "", null, 10)).objects()).hasSize(1);
        List<RequestRecord> lists = server.requests().log(Operation.LIST);
        assertThat(lists).extracting(RequestRecord::status).containsExactly(403, 200);
        assertThat(lists.get(1).headers()).doesNotContainKey("x-amz-security-token");
        assertThat(source.refusals).containsExactly(FIRST, SECOND);
        assertThat(store.connectionsInUse()).isZero();
    }

    @Test
    void aTokenThatHasExpiredIsRenewedThoughAHeadDoesNotSaySo() {
        source.held.set(0, new Credentials("SECOND", "secret-two", "token-old"));
        source.held.add(SECOND);
        accept(SECOND);
        assertThat(store.head("a").size()).isEqualTo(1);
        assertThat(server.requests().log(Operation.HEAD))
                .extracting(RequestRecord::status)
                .containsExactly(400, 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InvalidAccessKeyId",
                "SignatureDoesNotMatch",
                "ExpiredToken",
                "InvalidToken",
                "TokenRefreshRequired",
                "AccessDenied"
            })
    void everyRefusalThatMayBeAboutTheKeyRenewsIt(String code) {
        int status = code.contains("Token") ? 400 : 403;
        server.faults().add(Fault.on(Operation.DELETE).times(1).then(FaultAction.answer(status, code)));
        accept(SECOND);
        source.held.add(SECOND);
        store.delete("a");
        assertThat(server.requests().count(Operation.DELETE)).isEqualTo(2);
        assertThat(server.bucket("bucket").get("a")).isEmpty();
    }

    @Test
    void aRequestWhoseBodyIsSpentIsLeftToBeRepeatedWithItsRead() {
        rotate(FIRST, SECOND);
        assertThatThrownBy(() -> store.put(new PutRequest("b", ObjectMetadata.NONE, null), content(10)))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("InvalidAccessKeyId")
                .hasMessageEndingWith("(the credentials were changed meanwhile)")
                .hasMessageNotContaining("secret");
        assertThat(server.requests().count(Operation.PUT)).isEqualTo(1);
        store.put(new PutRequest("b", ObjectMetadata.NONE, null), content(10));

        String upload = store.createUpload("c", ObjectMetadata.NONE);
        PartRequest part = new PartRequest("c", upload, 1);
        rotate(SECOND, THIRD);
        assertThatThrownBy(() -> store.uploadPart(part, content(10)))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("changed meanwhile");
        UploadedPart uploaded = store.uploadPart(part, content(10));
        rotate(THIRD, FIRST);
        // The body is a document from memory, so the store can send it again.
        store.completeUpload("c", upload, List.of(uploaded), null);
        assertThat(server.bucket("bucket").bytes("c")).hasSize(10);
    }

    @Test
    void credentialsThatStayTheSameAreRefusedAtOnce() {
        server.revoke("FIRST");
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(DeniedException.class);
        assertThatThrownBy(() -> store.put(new PutRequest("b", ObjectMetadata.NONE, null), content(1)))
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("InvalidAccessKeyId");
        assertThat(server.requests().count(Operation.HEAD)).isEqualTo(1);
        assertThat(server.requests().count(Operation.PUT)).isEqualTo(1);
    }

    @Test
    void newCredentialsThatAreRefusedTooAreNotTriedOverAndOver() {
        server.revoke("FIRST");
        source.held.add(SECOND);
        source.held.add(THIRD);
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(DeniedException.class);
        assertThat(server.requests().count(Operation.HEAD)).isEqualTo(2);
        assertThat(source.refusals).containsExactly(FIRST);
    }

    @Test
    void credentialsThatANetworkOutageKeepsAreRequestedAgain() {
        source.down = SdkClientException.create(
                "Unable to execute HTTP request: sts.example", new UnknownHostException("sts.example"));
        assertThatThrownBy(() -> store.head("k"))
                .isInstanceOf(TransientException.class)
                .hasMessageEndingWith(": the credentials can't be renewed: Unable to execute HTTP request: sts.example")
                .matches(new Outage()::excuses);

        source.down = SdkClientException.create("Unable to load credentials");
        assertThatThrownBy(() -> store.head("k")).isInstanceOf(DeniedException.class);
    }

    @Test
    void whatHasOtherReasonsAsksForNoCredentials() {
        server.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.answer(403, "RequestTimeTooSkewed")));
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null))).isInstanceOf(DeniedException.class);
        assertThatThrownBy(() -> store.head("none")).isInstanceOf(GoneException.class);
        assertThat(source.refusals).isEmpty();
    }

    @Test
    void aRouteNamesTheSourceAsABean() throws Exception {
        accept(SECOND);
        source.held.set(0, SECOND);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("key", source);
            S3Endpoint endpoint = camel.getEndpoint(
                    "s3:bucket?credentialsSource=#key&pathStyle=true&endpoint=" + server.endpoint(), S3Endpoint.class);
            assertThat(endpoint.store().head("a").size()).isEqualTo(1);
            endpoint.stop();
        }
    }

    @Test
    void aTokenThatCannotBeSentIsNotShown() {
        source.held.set(0, new Credentials("FIRST", "secret-one", "token\nx"));
        assertThatThrownBy(() -> store.head("a"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("HEAD s3://bucket/a: the session token holds characters that none can have");
    }

    @Test
    void anIdWithAnInvisibleCharacterIsRefusedAtOnce() {
        for (String odd : List.of("FIRST\u200b", "FIRST\nx: y", "FIRST\u00a0", "FI RST")) {
            source.held.set(0, new Credentials(odd, "secret-one", ""));
            assertThatThrownBy(() -> store.head("a"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("HEAD s3://bucket/a: the access key's ID holds characters that none can have");
        }
    }

    private static ObjectContent content(int length) {
        return new ObjectContent(new ByteArrayInputStream(new byte[length]), length, null, () -> {});
    }
}
