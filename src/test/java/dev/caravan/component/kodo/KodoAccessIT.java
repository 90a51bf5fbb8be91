package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.caravan.job.Credentials;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.Relay;
import dev.caravan.local.RequestRecord;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** Tests access with different keys and with keys that change. No message contains a secret. */
@Isolated("changes the level of loggers")
class KodoAccessIT {

    private static final Credentials FIRST = new Credentials("FIRST", "secret-one", "");
    private static final Credentials SECOND = new Credentials("SECOND", "secret-two", "");

    private final KodoSide side = new KodoSide();
    private final KodoConfiguration configuration = side.configuration();

    /** Returns the next of its credentials each time the service rejects the current ones. */
    private static final class Source implements CredentialsSource {
        private final List<Credentials> held = new ArrayList<>(List.of(FIRST));
        private int refusals;

        @Override
        public synchronized Credentials current() {
            return held.get(0);
        }

        @Override
        public synchronized boolean renewed(Credentials refused) {
            refusals++;
            if (held.size() > 1 && held.get(0).equals(refused)) {
                held.remove(0);
            }
            return !held.get(0).equals(refused);
        }
    }

    @BeforeEach
    void put() {
        side.bucket.put("a", "hello");
    }

    @AfterEach
    void close() {
        side.close();
    }

    private static void read(KodoStore store) throws IOException {
        try (ObjectContent content = store.get(new GetRequest("a", null, null))) {
            assertThat(content.stream().readAllBytes()).hasSize(5);
        }
    }

    @Test
    void keysThatAreRefusedAreRenewedOnce() throws IOException {
        Source source = new Source();
        configuration.setCredentialsSource(source);
        configuration.setMaxConnections(1);
        side.server.credential("FIRST", "secret-one");
        KodoStore store = side.open("bucket", configuration);
        read(store);
        side.server.revoke("FIRST").credential("SECOND", "secret-two");
        source.held.add(SECOND);
        read(store);
        assertThat(store.head("a").size()).isEqualTo(5);
        assertThat(store.list(ListRequest.of("", "")).objects()).hasSize(1);
        assertThat(source.refusals).isEqualTo(1);
        assertThat(side.server.requests().log(Operation.GET))
                .extracting(RequestRecord::status)
                .containsExactly(200, 401, 200);
        side.server.revoke("SECOND");
        assertThatThrownBy(() -> store.head("a"))
                .isInstanceOf(DeniedException.class)
                .satisfies(e -> assertThat(((DeniedException) e).ofCaller()).isTrue());
        assertThat(source.refusals).isEqualTo(2);
    }

    @Test
    void aWrongKeyIsDeniedWhateverIsAsked() {
        configuration.setAccessKeyId("OTHER");
        KodoStore store = side.open("bucket", configuration);
        for (Runnable call : List.<Runnable>of(
                () -> store.head("a"),
                store::check,
                () -> store.get(new GetRequest("a", null, null)).close())) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(DeniedException.class)
                    .hasMessageContaining("401: bad token")
                    .satisfies(e -> assertThat(((DeniedException) e).ofCaller()).isTrue());
        }
    }

    @Test
    void withoutAKeyAPublicBucketIsReadByTheKeysOfItsObjects() throws IOException {
        configuration.setAnonymous(true);
        KodoStore store = side.open("bucket", configuration);
        assertThatThrownBy(() -> read(store)).isInstanceOf(DeniedException.class);
        side.bucket.publicRead();
        read(store);
        assertThat(store.head("a").size()).isEqualTo(5);
        assertThat(side.server.requests().log())
                .allMatch(request -> request.query().isEmpty());
        assertThatThrownBy(store::check)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("lists a bucket only for a key");
    }

    @Test
    void aSessionTokenNeedsTheOtherProtocol() {
        configuration.setSessionToken("token");
        KodoStore store = side.open("bucket", configuration);
        assertThatThrownBy(() -> store.head("a"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("--source-protocol s3");
        assertThat(side.server.requests().total()).isZero();
    }

    @Test
    void whatIsMissingIsReportedAtOnce() {
        configuration.setAccessKeyId("");
        assertThatThrownBy(() -> side.open("bucket", configuration))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("no credentials");
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey("");
        assertThatThrownBy(() -> side.open("bucket", configuration).head("a"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("secret is empty");
        configuration.setAccessKeyId("AK\u200b");
        configuration.setSecretAccessKey("secret");
        assertThatThrownBy(() -> side.open("bucket", configuration).head("a"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("STAT kodo://bucket/a: the access key's ID holds characters that none can have");
        assertThatThrownBy(() -> side.open("evil.example/x?", configuration))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("can be called");
        configuration.setEndpoint("");
        configuration.setAnonymous(true);
        assertThatThrownBy(() -> side.open("bucket", configuration).head("a"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("name the region");
    }

    @Test
    void aClockThatIsWrongIsReportedPlainly() {
        try (Relay relay = Relay.to(side.server.port())) {
            configuration.setEndpoint("http://127.0.0.1:" + relay.port());
            KodoStore store = side.open("bucket", configuration);
            relay.answerNext(
                    "HTTP/1.1 403 Forbidden\nConnection: close\nDate: Tue, 14 Nov 2023 22:13:20 GMT\nContent-Length: 0\n",
                    new byte[0]);
            assertThatThrownBy(store::check)
                    .isInstanceOf(DeniedException.class)
                    .hasMessageContaining("set the clock of this machine");
        }
    }

    @Test
    void aStoreThatIsClosedSaysSo() {
        KodoStore store = side.open("bucket", configuration);
        store.close();
        assertThatThrownBy(() -> store.head("a"))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("the store was closed");
    }

    @Test
    void noSecretAndNoTokenIsEverTold() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger("dev.caravan");
        Level level = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
        List<String> told = new ArrayList<>();
        try {
            configuration.setSecretAccessKey("very-secret");
            KodoStore store = side.open("bucket", configuration);
            side.server.quirks().repeatsTokens();
            collect(told, () -> store.get(new GetRequest("a", null, null)));
            collect(told, () -> store.head("a"));
            collect(told, store::check);
            side.server.credential("AKID", "very-secret");
            read(store);
            for (FaultAction action : List.of(
                    FaultAction.answer(573, ""),
                    FaultAction.answer(599, ""),
                    FaultAction.answer(403, ""),
                    FaultAction.reset())) {
                side.server.faults().add(Fault.on(Operation.GET).times(1).then(action));
                collect(told, () -> store.get(new GetRequest("a", null, null)));
            }
        } finally {
            root.detachAppender(log);
            root.setLevel(level);
        }
        log.list.forEach(event -> told.add(event.getFormattedMessage()));
        assertThat(told).hasSizeGreaterThanOrEqualTo(7);
        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain("very-secret", "AKID:"));
    }

    private static void collect(List<String> told, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(StoreException.class).satisfies(e -> {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                told.add(cause.toString());
            }
        });
    }
}
