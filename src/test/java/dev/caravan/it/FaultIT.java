package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.corrupt;
import static dev.caravan.local.FaultAction.doneThenAnswer;
import static dev.caravan.local.FaultAction.doneThenReset;
import static dev.caravan.local.FaultAction.reset;
import static dev.caravan.local.FaultAction.resetAfter;
import static dev.caravan.local.FaultAction.slow;
import static dev.caravan.local.FaultAction.truncate;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD_BUCKET;
import static dev.caravan.local.Operation.LIST;
import static dev.caravan.local.Operation.PUT;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LogLines;
import dev.caravan.local.Relay;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code sync} when the GET or PUT of a small object fails. */
class FaultIT {

    private static final Content CONTENT = Content.synthetic(3, 200_000);

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    static Stream<Arguments> passingGets() {
        return Stream.of(
                Arguments.of("one wrong byte", corrupt(150_000)),
                Arguments.of("the body ends early", truncate(150_000)),
                Arguments.of("the body ends at once", truncate(0)),
                Arguments.of("reset before the answer", reset()),
                Arguments.of("reset in the body", resetAfter(150_000)),
                Arguments.of("500", answer(500, "InternalError")),
                Arguments.of("503", answer(503, "ServiceUnavailable")),
                Arguments.of("429", answer(429, "TooManyRequests")),
                Arguments.of("slow down", answer(503, "SlowDown", 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingGets")
    void objectArrivesWholeThoughItsGetFailedOnce(String name, FaultAction fault) throws Exception {
        stores.from.put("a", CONTENT);
        Fault added = stores.source.faults().add(Fault.on(GET).times(1).then(fault));

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(added.fired()).isEqualTo(1);
        arrivedWholeAfter(2);
    }

    static Stream<Arguments> passingPuts() {
        return Stream.of(
                Arguments.of("reset", reset()),
                Arguments.of("500", answer(500, "InternalError")),
                Arguments.of("slow down", answer(503, "SlowDown")),
                Arguments.of("done, then 500", doneThenAnswer(500, "InternalError")),
                Arguments.of("done, then reset", doneThenReset()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingPuts")
    void objectArrivesWholeThoughItsPutFailedOnce(String name, FaultAction fault) throws Exception {
        stores.from.put("a", CONTENT);
        Fault added = stores.destination.faults().add(Fault.on(PUT).times(1).then(fault));

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(added.fired()).isEqualTo(1);
        assertThat(stores.source.requests().count(GET))
                .as("a spent stream is never sent again")
                .isEqualTo(2);
        arrivedWholeAfter(2);
    }

    private void arrivedWholeAfter(int attempts) throws Exception {
        assertThat(stores.to.get("a").orElseThrow().content().sameAs(CONTENT)).isTrue();
        Row row = stores.record("a");
        assertThat(row.status()).isEqualTo("DONE");
        assertThat(row.attempts()).isEqualTo(attempts);
        assertThat(row.error()).isEmpty();
    }

    @Test
    void wrongByteIsNoticedThoughTheDestinationIsEncrypted() throws Exception {
        stores.to.kmsEncrypted();
        stores.from.put("a", CONTENT);
        stores.source.faults().add(Fault.on(GET).times(1).then(corrupt(7)));

        assertThat(stores.sync().exitCode()).isZero();

        arrivedWholeAfter(2);
    }

    @Test
    void contentThatIsNeverWhatItsEtagSaysIsCopiedWithAWarning() throws Exception {
        stores.from.put("a", CONTENT);
        stores.source.faults().add(Fault.on(GET).then(corrupt(7)));

        try (LogLines log = new LogLines()) {
            assertThat(stores.sync().exitCode()).isZero();

            String etag = stores.from.get("a").orElseThrow().etag();
            String md5 = stores.to.get("a").orElseThrow().etag();
            assertThat(log.all())
                    .filteredOn(line -> line.contains("other content"))
                    .singleElement()
                    .asString()
                    .endsWith("copied with other content than its ETag says: \"a\": the ETag at the source is " + etag
                            + ", but two reads gave the MD5 " + md5 + "; check the object at the source");
        }
        assertThat(stores.record("a").status()).isEqualTo("DONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "md5", "none"})
    void bytesThatAreDamagedOtherwiseInEachReadAreNeverStored(String checksum) throws Exception {
        stores.from.put("a", CONTENT);
        for (int offset = 7; offset < 10; offset++) {
            stores.source.faults().add(Fault.on(GET).skip(offset - 7).times(1).then(corrupt(offset)));
        }

        assertThat(stores.sync("--checksum", checksum, "--attempts", "3").exitCode())
                .isEqualTo(1);

        assertThat(stores.to.get("a")).isEmpty();
        assertThat(stores.source.requests().count(GET)).isEqualTo(3);
        assertThat(stores.record("a").status()).isEqualTo("ERROR");
    }

    @Test
    void slowBodyIsWaitedFor() throws Exception {
        stores.from.put("a", CONTENT);
        stores.source.faults().add(Fault.on(GET).then(slow(400_000)));

        assertThat(stores.sync().exitCode()).isZero();

        arrivedWholeAfter(1);
    }

    @Test
    void everythingArrivesThoughEveryThirdRequestIsSlowedDown() throws Exception {
        // There are few objects: if refusals do not depend on the rate, the gap between two requests grows to a second.
        for (int i = 0; i < 12; i++) {
            stores.from.put("k" + i, Content.synthetic(i, 5_000));
        }
        Fault atSource = Fault.on(LIST, GET).chance(0.3, 11).then(answer(503, "SlowDown"));
        Fault atDestination = Fault.on(PUT).chance(0.3, 12).then(answer(503, "SlowDown"));
        // The first request to each bucket is intentionally not repeated: the run must report a wrong endpoint at once.
        stores.source.faults().add(atSource.skip(1));
        stores.destination.faults().add(atDestination);

        Result run = stores.sync("--attempts", "30");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(atSource.fired() + atDestination.fired()).isPositive();
        for (int i = 0; i < 12; i++) {
            assertThat(stores.to.get("k" + i).orElseThrow().content().sameAs(Content.synthetic(i, 5_000)))
                    .isTrue();
        }
        assertThat(stores.records())
                .hasSize(12)
                .allSatisfy((key, row) -> assertThat(row.status()).isEqualTo("DONE"));
    }

    @Test
    void attemptsEndAndTheOthersArrive() throws Exception {
        stores.from.put("a", "good");
        stores.from.put("bad", "x");
        stores.from.put("z", "good");
        Fault fault =
                stores.source.faults().add(Fault.on(GET).key("bad"::equals).then(answer(500, "InternalError")));

        Result run = stores.sync("--attempts", "3");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.keys()).containsExactly("a", "z");
        assertThat(fault.fired()).isEqualTo(3);
        Row row = stores.record("bad");
        assertThat(row.status()).isEqualTo("ERROR");
        assertThat(row.attempts()).isEqualTo(3);
        assertThat(row.error()).contains("500 InternalError").doesNotContain("\n");

        stores.source.faults().clear();
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(stores.to.text("bad")).isEqualTo("x");
        assertThat(stores.record("bad").status()).isEqualTo("DONE");
        assertThat(stores.record("bad").error()).isEmpty();
    }

    @Test
    void archivedObjectFailsAtOnce() throws Exception {
        stores.from.put("cold", Content.of("x"), Attributes.NONE.withStorageClass("DEEP_ARCHIVE"));
        stores.from.put("warm", "x");

        Result run = stores.sync();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.keys()).containsExactly("warm");
        failedAtOnce(
                "cold",
                "InvalidObjectState",
                () -> stores.source.requests().log(GET).stream()
                        .filter(get -> get.key().equals("cold"))
                        .count());
    }

    @Test
    void deniedPutFailsAtOnce() throws Exception {
        stores.from.put("a", "x");
        stores.to.deny(PUT);

        assertThat(stores.sync().exitCode()).isEqualTo(1);

        failedAtOnce("a", "AccessDenied", () -> stores.destination.requests().count(PUT));
    }

    private void fill(int objects) {
        for (int i = 0; i < objects; i++) {
            stores.from.put("k" + i, CONTENT);
        }
    }

    @Test
    void noObjectFailsBecauseAStoreRestarts() throws Exception {
        int objects = 20;
        int attempts = 5;
        fill(objects);
        // No other test listens at this address, so the port stays free.
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 9});
        Relay before = Relay.at(address, 0, stores.destination.port());
        stores.destination.faults().add(Fault.on(PUT).times(1).then(FaultAction.before(before::close)));
        CompletableFuture<Relay> restarted = CompletableFuture.supplyAsync(
                () -> {
                    await().atMost(Duration.ofMinutes(1))
                            .until(() -> stores.source.requests().count(GET) > 2L * objects * attempts);
                    return Relay.at(address, before.port(), stores.destination.port());
                },
                task -> new Thread(task, "restart").start());

        Result run = stores.sync(
                "--dest-endpoint", "http://127.0.0.9:" + before.port(), "--attempts", Integer.toString(attempts));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).hasSize(objects);
        restarted.join().close();
    }

    @Test
    void noObjectFailsWhileAGatewayHasNoServer() throws Exception {
        int objects = 20;
        int attempts = 5;
        fill(objects);
        int refused = 2 * objects * attempts;
        stores.destination.faults().add(Fault.on(PUT).times(refused).then(answer(502, "")));

        Result run = stores.sync("--attempts", Integer.toString(attempts));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).hasSize(objects);
        assertThat(stores.destination.requests().count(PUT)).isEqualTo((long) objects + refused);
    }

    @Test
    void deniedGetFailsAtOnce() throws Exception {
        stores.from.put("a", "x");
        stores.from.deny(GET);

        assertThat(stores.sync().exitCode()).isEqualTo(1);

        failedAtOnce("a", "AccessDenied", () -> stores.source.requests().count(GET));
    }

    private void failedAtOnce(String key, String code, LongSupplier requests) throws Exception {
        Row row = stores.record(key);
        assertThat(row.status()).isEqualTo("ERROR");
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(row.error()).contains(code);
        assertThat(requests.getAsLong()).isEqualTo(1);
    }

    @Test
    void secretsStandInNoMessageRecordOrReport() throws Exception {
        stores.from.put("a", "x");
        stores.environment.put("DEST_SECRET_ACCESS_KEY", "wrong-but-secret");

        Result run = stores.sync();

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.out() + run.err()).doesNotContain("wrong-but-secret").doesNotContain("source-secret");
        assertThat(run.err()).contains("SignatureDoesNotMatch").hasLineCount(1);
        assertThat(stores.destination.requests().count(HEAD_BUCKET)).isZero();
        assertThat(stores.to.keys()).isEmpty();
    }
}
