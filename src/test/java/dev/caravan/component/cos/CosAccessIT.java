package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.caravan.job.Credentials;
import dev.caravan.local.LocalCos;
import dev.caravan.local.Operation;
import dev.caravan.local.RequestRecord;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Tests requests with keys, with tokens, without credentials, and with keys that change during a run. */
@Isolated("reads what the whole JVM logs")
class CosAccessIT extends CosFixture {

    private static final Credentials FIRST = new Credentials("FIRST", "secret-one", "token-one");
    private static final Credentials SECOND = new Credentials("SECOND", "secret-two", "token-two");

    /** Returns the next of its credentials each time the service rejects the current ones. */
    private static final class Source implements CredentialsSource {
        private final List<Credentials> held = new ArrayList<>(List.of(FIRST, SECOND));

        @Override
        public synchronized Credentials current() {
            return held.get(0);
        }

        @Override
        public synchronized boolean renewed(Credentials refused) {
            if (held.size() > 1 && held.get(0).equals(refused)) {
                held.remove(0);
            }
            return !held.get(0).equals(refused);
        }
    }

    @Test
    void everybodyMayReadAPublicBucket() throws IOException {
        bucket.publicRead().put("a", "x");
        CosConfiguration nobody = configuration();
        nobody.setAccessKeyId("");
        nobody.setSecretAccessKey("");
        nobody.setAnonymous(true);
        try (CosStore store = new CosStore(BUCKET, nobody)) {
            assertThat(store.list(ListRequest.of("", "")).objects()).hasSize(1);
            assertThat(store.head("a").size()).isEqualTo(1);
            assertThat(whole(store.get(new GetRequest("a", null, null)))).isEqualTo("x");
            assertThat(server.requests().log())
                    .allSatisfy(request ->
                            assertThat(request.headers()).doesNotContainKeys("authorization", "x-cos-security-token"));
        }
        server.createBucket("closed-1250000000").put("a", "x");
        try (CosStore store = new CosStore("closed-1250000000", nobody)) {
            assertThatThrownBy(store::check).isInstanceOf(DeniedException.class);
        }
    }

    @Test
    void aTokenGoesWithItsKey() {
        bucket.put("a", "x");
        server.credential("TEMP", "temp-secret", "temp-token");
        CosConfiguration temporary = configuration();
        temporary.setAccessKeyId("TEMP");
        temporary.setSecretAccessKey("temp-secret");
        temporary.setSessionToken("temp-token");
        try (CosStore store = new CosStore(BUCKET, temporary)) {
            assertThat(store.head("a").size()).isEqualTo(1);
            assertThat(server.requests().log().get(0).header("user-agent")).isEqualTo("caravan");
        }
    }

    @Test
    void keysThatNoHeaderCanCarryAreNeitherSentNorShown() {
        CosConfiguration odd = configuration();
        odd.setAccessKeyId("AK ID");
        try (CosStore store = new CosStore(BUCKET, odd)) {
            assertThatThrownBy(() -> store.head("a"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("HEAD cos://" + BUCKET + "/a: the access key's ID holds characters that none can have");
        }
        assertThat(server.requests().total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "LIST", "GET"})
    void anExpiredTokenIsRenewedThoughAHeadDoesNotSaySo(String what) throws IOException {
        bucket.put("a", "x");
        // The server has a newer token of the first key: the token that the client sends has expired.
        server.credential("FIRST", "secret-one", "token-newer").credential("SECOND", "secret-two", "token-two");
        CosConfiguration changing = configuration();
        changing.setCredentialsSource(new Source());
        try (CosStore store = new CosStore(BUCKET, changing)) {
            switch (what) {
                case "HEAD" -> assertThat(store.head("a").size()).isEqualTo(1);
                case "LIST" ->
                    assertThat(store.list(ListRequest.of("", "")).objects()).hasSize(1);
                default ->
                    assertThat(whole(store.get(new GetRequest("a", null, null))))
                            .isEqualTo("x");
            }
            assertThat(server.requests().log(Operation.valueOf(what)))
                    .extracting(RequestRecord::status)
                    .containsExactly(400, 200);
            assertThat(server.requests().log().get(1).header("x-cos-security-token"))
                    .isEqualTo("token-two");
            store.head("a");
            assertThat(server.requests().total()).isEqualTo(3);
        }
    }

    @Test
    void aRevokedKeyIsRenewedAndAKeyThatStaysIsRefusedAtOnce() {
        bucket.put("a", "x");
        server.credential("SECOND", "secret-two", "token-two");
        CosConfiguration changing = configuration();
        changing.setCredentialsSource(new Source());
        try (CosStore store = new CosStore(BUCKET, changing)) {
            assertThat(store.head("a").size()).isEqualTo(1);
            server.revoke("SECOND");
            assertThatThrownBy(() -> store.get(new GetRequest("a", null, null)))
                    .isInstanceOf(DeniedException.class)
                    .satisfies(e -> assertThat(((DeniedException) e).ofCaller()).isTrue())
                    .hasMessageContaining("403 InvalidAccessKeyId");
            assertThat(server.requests().count(Operation.GET)).isEqualTo(1);
        }
    }

    @Test
    void aClockThatIsWrongIsReported() {
        InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofHours(2));
        InstantSource earlier = InstantSource.offset(InstantSource.system(), Duration.ofHours(-2));
        for (InstantSource clock : List.of(later, earlier)) {
            try (LocalCos other = LocalCos.start(clock).credential("AKID", "the-secret")) {
                other.createBucket(BUCKET);
                try (CosStore store = new CosStore(BUCKET, configuration(other.port()))) {
                    assertThatThrownBy(store::check)
                            .isInstanceOf(DeniedException.class)
                            .satisfies(e ->
                                    assertThat(((DeniedException) e).ofCaller()).isTrue())
                            .hasMessageContaining("403")
                            .hasMessageContaining("set the clock of this machine");
                }
            }
        }
    }

    @Test
    void noSecretIsReportedOrLogged() {
        bucket.put("a", "x");
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        List<String> said = new ArrayList<>();
        try {
            for (String[] key : new String[][] {
                {"AKID", "wrong-hidden", ""},
                {"AKID", "hid\nden", ""},
                {"AKID", "", "hidden"},
                {"AKID", "the-secret", "tok\r\nx-evil: hidden"},
                {"UNKNOWN", "hidden", "hidden-token"},
            }) {
                CosConfiguration configuration = configuration();
                configuration.setAccessKeyId(key[0]);
                configuration.setSecretAccessKey(key[1]);
                configuration.setSessionToken(key[2]);
                try (CosStore store = new CosStore(BUCKET, configuration)) {
                    for (Runnable call : List.<Runnable>of(
                            store::check, () -> store.head("a"), () -> store.get(new GetRequest("a", null, null)))) {
                        assertThatThrownBy(call::run)
                                .isInstanceOf(StoreException.class)
                                .satisfies(e -> {
                                    for (Throwable t = e; t != null; t = t.getCause()) {
                                        said.add(t.toString());
                                    }
                                });
                    }
                }
            }
        } finally {
            root.detachAppender(log);
        }
        log.list.forEach(event -> said.add(event.getFormattedMessage()));
        assertThat(said)
                .hasSizeGreaterThanOrEqualTo(15)
                .allSatisfy(text -> assertThat(text).doesNotContain("hidden", "den\"", "the-secret", "evil"));
        assertThat(log.list).isEmpty();
    }

    @Test
    void aRequestIsFoundByItsId() {
        for (Runnable call : List.<Runnable>of(
                () -> with(store -> store.head("none")),
                () -> with(store -> store.get(new GetRequest("none", null, null))))) {
            assertThatThrownBy(call::run).hasMessageContaining(": 404").hasMessageContaining("(request ");
        }
    }

    private void with(java.util.function.Consumer<CosStore> call) {
        try (CosStore store = new CosStore(BUCKET, configuration())) {
            call.accept(store);
        }
    }

    @Test
    void aDomainOfTheBucketIsAskedForAtTheEndpoint() {
        bucket.put("a", "x");
        server.domain("files.example.com", BUCKET);
        server.createBucket("other-1250000000");
        CosConfiguration domain = configuration();
        domain.setDomain("files.example.com");
        try (CosStore store = new CosStore("whatever", domain)) {
            assertThat(store.head("a").size()).isEqualTo(1);
            assertThat(server.requests().log().get(0).header("host")).isEqualTo("files.example.com");
        }
    }

    @Test
    void whatIsMissingIsSaidAtOnce() {
        CosConfiguration nothing = new CosConfiguration();
        assertThatThrownBy(() -> new CosStore(BUCKET, nothing))
                .isInstanceOf(InvalidException.class)
                .hasMessage(NAME + ": no region: name the bucket's, for example ap-guangzhou");
        nothing.setRegion("ap-guangzhou");
        assertThatThrownBy(() -> new CosStore(BUCKET, nothing))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("no credentials");
    }
}
