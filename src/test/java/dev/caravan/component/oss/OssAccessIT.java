package dev.caravan.component.oss;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.caravan.job.Credentials;
import dev.caravan.job.OssSignature;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.RequestRecord;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Tests the credentials and the host names of requests. */
@Isolated("changes the level of loggers")
class OssAccessIT {

    private static final Credentials FIRST = new Credentials("FIRST", "secret-one", "token-one");
    private static final Credentials SECOND = new Credentials("SECOND", "secret-two", "token-two/+=");

    private final OssSide side = new OssSide();

    @AfterEach
    void close() {
        side.close();
    }

    /** Returns the next of its credentials each time the service rejects the current ones. */
    private static final class Source implements CredentialsSource {
        private final List<Credentials> held = new ArrayList<>(List.of(FIRST));

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

    @ParameterizedTest
    @EnumSource(OssSignature.class)
    void anExpiredTokenIsRenewedAndTheRequestSentAgain(OssSignature signature) {
        side.place("a b", new byte[5], ObjectMetadata.NONE);
        side.server.credential("FIRST", "secret-one", "token-one").credential("SECOND", "secret-two", "token-two/+=");
        Source source = new Source();
        OssConfiguration configuration = side.configuration();
        configuration.setSignature(signature);
        configuration.setCredentialsSource(source);
        OssStore store = side.open("bucket", configuration);
        assertThat(store.head("a b").size()).isEqualTo(5);

        side.server.revoke("FIRST");
        assertThatThrownBy(() -> store.head("a b"))
                .isInstanceOfSatisfying(
                        DeniedException.class, e -> assertThat(e.ofCaller()).isTrue())
                .hasMessageContaining("SecurityTokenExpired")
                .hasMessageNotContaining("token-one");
        source.held.add(SECOND);
        side.server.requests().reset();
        assertThat(store.head("a b").size()).isEqualTo(5);
        assertThat(side.server.requests().log(Operation.HEAD))
                .extracting(RequestRecord::status)
                .containsExactly(403, 200);
        assertThat(store.list(ListRequest.of("", "")).objects()).hasSize(1);
    }

    @Test
    void whiteSpaceAtTheEndsOfAPrefixOrAKeyIsSigned() {
        assertThat(side.open().list(ListRequest.of(" white \t", "x ")).objects())
                .isEmpty();
        for (String key : List.of(" a", "a ", "\tb\n", " ")) {
            side.place(key, new byte[1], ObjectMetadata.NONE);
            // The SDK trims the text that it signs, and the store rejects that signature.
            assertThat(side.open().list(ListRequest.of(key, "")).objects()).hasSize(1);
            assertThat(side.open().list(ListRequest.of(key, key)).objects()).isEmpty();
            side.bucket.remove(key);
        }
    }

    @Test
    void aPublicBucketIsReadWithoutASignature() {
        side.place("a", new byte[5], ObjectMetadata.NONE);
        OssConfiguration configuration = side.configuration();
        configuration.setAnonymous(true);
        OssStore store = side.open("bucket", configuration);
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(DeniedException.class);
        side.bucket.publicRead();
        assertThat(store.head("a").size()).isEqualTo(5);
        assertThat(store.list(ListRequest.of("", "")).objects()).hasSize(1);
        assertThat(side.server.requests().log())
                .allSatisfy(
                        request -> assertThat(request.header("authorization")).isNull());
    }

    @Test
    void noCredentialsAtAllAreReportedBeforeAnythingIsSent() {
        OssConfiguration configuration = side.configuration();
        configuration.setAccessKeyId("");
        assertThatThrownBy(() -> new OssStore("bucket", configuration))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("no credentials");
    }

    @Test
    void credentialsThatWouldBreakOutOfAHeaderAreNeitherSentNorShown() {
        OssConfiguration configuration = side.configuration();
        configuration.setSessionToken("to\r\nken");
        assertThatThrownBy(() -> side.open("bucket", configuration).head("a"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("HEAD oss://bucket/a: the session token holds characters that none can have");
        assertThat(side.server.requests().total()).isZero();
    }

    @Test
    void whatIsClosedUnderTheServicesNamesIsReadByADomain() {
        side.place("a//b ä", new byte[5], ObjectMetadata.NONE);
        side.server.policies().publicEndpointForbidden(true);
        assertThatThrownBy(() -> side.open().check())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("PublicEndpointForbidden")
                .hasMessageContaining("--source-domain")
                .hasMessageContaining("(request ");

        side.server.domain("127.0.0.1", "bucket");
        OssConfiguration configuration = side.configuration();
        configuration.setEndpoint("");
        configuration.setDomain("http://127.0.0.1:" + side.server.port());
        OssStore store = side.open("bucket", configuration);
        store.check();
        assertThat(store.head("a//b ä").size()).isEqualTo(5);
        assertThat(store.list(ListRequest.of("", "")).objects()).hasSize(1);
    }

    @Test
    void neitherMessagesNorLogsShowASecret() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.INFO);
        try {
            for (OssSignature signature : OssSignature.values()) {
                OssConfiguration configuration = side.configuration();
                configuration.setSignature(signature);
                configuration.setSecretAccessKey("VERYSECRET");
                configuration.setSessionToken("TOKENSECRET");
                OssStore store = side.open("bucket", configuration);
                side.server.credential("AKID", "VERYSECRET", "TOKENSECRET");
                List<Integer> statuses = List.of(400, 403, 500, 503);
                for (int status : statuses) {
                    side.server.faults().add(Fault.on().times(1).then(FaultAction.answer(status, "SomeCode")));
                    assertThatThrownBy(() -> store.get(new GetRequest("none", null, null)))
                            .hasMessageNotContaining("SECRET")
                            .hasMessageContaining("(request ");
                }
                side.server.faults().add(Fault.on().times(1).then(FaultAction.reset()));
                assertThatThrownBy(store::check).hasMessageNotContaining("SECRET");
            }
        } finally {
            root.detachAppender(logged);
            root.setLevel(before);
        }
        assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }
}
