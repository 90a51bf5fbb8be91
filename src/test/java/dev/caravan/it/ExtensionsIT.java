package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.Operation.CREATE_UPLOAD;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.PUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.DocExample;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LogLines;
import dev.caravan.local.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the extension points with YAML only, and the detection of objects that edited routes lose. */
class ExtensionsIT {

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @Test
    void objectThatAnEditedWorkerRouteStopsIsReportedAndFailsTheRun() throws Exception {
        stores.from.put("a", "1");
        stores.from.put("lost", "2");
        Path routes = edited("object", "        - to: { id: plan,", """
                        - choice:
                            when:
                              - simple: "${exchangeProperty.CaravanTransfer.message.key} == 'lost'"
                                steps:
                                  - stop: {}
                """);

        Result run = stores.sync("--routes", routes.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "caravan: the routes in " + routes + " ended without a record for 1 object, such as \"lost\"");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).contains("copied                   1 object");
        assertThat(stores.to.keys()).containsExactly("a");
    }

    @Test
    void objectsWithoutARecordFailTheRun() throws Exception {
        stores.from.put("a", "1");
        stores.from.put("b", "2");
        Path routes = edited("record", "        - to: { id: to-record,", "        - stop: {}\n");

        Result run = stores.sync("--routes", routes.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("ended without a record for 2 objects");
    }

    @Test
    void objectsThatTheQueueNeverGetsFailTheRun() throws Exception {
        stores.from.put("a", "1");
        Path routes =
                edited("queue-memory", "        - split:\n            id: each-message\n", "        - stop: {}\n");

        Result run = stores.sync("--routes", routes.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("ended without a record for 1 object: ");
    }

    @Test
    void objectsThatEndBeforeTheyAreCountedFailTheRun() throws Exception {
        stores.from.put("a", "1");
        Path routes = edited("queue-memory", "        - to: { id: settle-when-done,", "        - stop: {}\n");

        Result run = stores.sync("--routes", routes.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("ended without a record for 1 object: ");
    }

    @Test
    void pointThatTheRoutesDoNotCallIsReportedAtTheStart() throws Exception {
        stores.from.put("a", "1");
        Path routes = edited("object", "- route:\n    id: object\n", "");
        Path worker = routes.resolve("object.camel.yaml");
        String text = Files.readString(worker);
        Files.writeString(worker, text.replace("uri: direct:bytes", "uri: log:bytes"));
        documented("Replace text:");

        Result run = stores.sync("--routes", routes.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(78);
        assertThat(run.err()).contains("direct:bytes has steps, but no route of " + routes + " calls it");
        assertThat(stores.to.keys()).isEmpty();
    }

    @Test
    void routeThatNothingCallsIsReportedAtTheStart() throws Exception {
        stores.from.put("a", "1");
        Path routes = Files.createDirectory(stores.folder.resolve("misspelt"));
        Files.writeString(routes.resolve("extensions.camel.yaml"), """
                - route:
                    id: bytes
                    from:
                      uri: direct:byte
                      steps:
                        - enrich: { constant: "direct:scan" }
                - route:
                    id: scan
                    from:
                      uri: direct:scan
                      steps:
                        - log: seen
                """);

        try (LogLines log = new LogLines()) {
            Result run = stores.sync("--routes", routes.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(log.all())
                    .filteredOn(line -> line.contains("no route calls"))
                    .singleElement()
                    .asString()
                    .contains(routes + "/extensions.camel.yaml:")
                    .endsWith(": no route calls direct:byte; the extension points are before-copy, bytes, finished,"
                            + " on-failure, part-bytes, recorded");
        }
    }

    @Test
    void skippedObjectsAreOnRecordAndNoFailures() throws Exception {
        stores.from.put("a", "1");
        stores.from.put("b.tmp", "22");
        stores.from.put("large.tmp", Content.synthetic(3, 6 * MIB));
        Path report = stores.folder.resolve("report.csv");

        Result run = stores.sync(
                "--multipart-threshold",
                "5MiB",
                "--report",
                report.toString(),
                "--routes",
                documented("Skip objects:"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "copied                   1 object",
                        "skipped                  2",
                        "failed                   0");
        assertThat(stores.to.keys()).containsExactly("a");
        assertThat(stores.record("b.tmp").status()).isEqualTo("SKIPPED");
        assertThat(stores.record("b.tmp").error()).isEqualTo("temporary file");
        assertThat(stores.record("b.tmp").size()).isEqualTo(2);
        assertThat(Files.readString(report)).contains("\"b.tmp\",SKIPPED,2,");
        assertThat(stores.source.requests().count(GET)).isEqualTo(1);
        assertThat(stores.source.requests().count(HEAD)).isZero();
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isZero();
    }

    @Test
    void objectsAreCompressedOnTheirWay() throws Exception {
        stores.from.put("a", "hello ".repeat(1000));

        Result run = stores.sync("--routes", documented("Compress objects"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        byte[] stored = stores.to.bytes("a");
        assertThat(stored.length).isLessThan(200);
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello ".repeat(1000));
        }
        Attributes attributes = stores.to.get("a").orElseThrow().attributes();
        assertThat(attributes.headers()).containsEntry("content-encoding", "gzip");
        assertThat(stores.record("a").status()).isEqualTo("DONE");
    }

    @Test
    void objectsAreEncryptedOnTheirWay() throws Exception {
        stores.from.put("a", "hello ".repeat(1000));
        String cipher = "AES/CBC/PKCS5Padding";
        Path routes = Files.createDirectories(stores.folder.resolve("routes"));
        Files.writeString(routes.resolve("extensions.camel.yaml"), """
                - beans:
                    - name: secret
                      type: javax.crypto.spec.SecretKeySpec
                      constructors: { 0: "0123456789abcdef", 1: AES }
                - route:
                    id: bytes
                    from:
                      uri: direct:bytes
                      steps:
                        - marshal: { crypto: { algorithm: "%s", key: secret, inline: true, initVector: vector, shouldAppendHMAC: false } }
                """.formatted(cipher));
        Files.writeString(
                routes.resolve("vector.camel.yaml"),
                "- beans: [{ name: vector, type: \"" + Vector.class.getName() + "\", factoryMethod: of }]\n");

        Result run = stores.sync("--routes", routes.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        ByteBuffer stored = ByteBuffer.wrap(stores.to.bytes("a"));
        byte[] vector = new byte[stored.getInt()];
        stored.get(vector);
        byte[] encrypted = new byte[stored.remaining()];
        stored.get(encrypted);
        Cipher plain = Cipher.getInstance(cipher);
        plain.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "AES"),
                new IvParameterSpec(vector));
        assertThat(new String(plain.doFinal(encrypted), StandardCharsets.UTF_8)).isEqualTo("hello ".repeat(1000));
        assertThat(stores.record("a").status()).isEqualTo("DONE");
    }

    /** An initialization vector. */
    public static final class Vector {

        private Vector() {}

        /** Returns 16 bytes. */
        public static byte[] of() {
            return "0123456789012345".getBytes(StandardCharsets.US_ASCII);
        }
    }

    @Test
    void textOfABodyIsReplaced() throws Exception {
        stores.from.put("a", "hello");

        Result run = stores.sync("--verify", "full", "--routes", documented("Replace text:"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("hello changed");
        assertThat(stores.record("a").status()).isEqualTo("DONE");
    }

    @Test
    void largeObjectThatItsStepsWouldNotSeeFails() throws Exception {
        stores.from.put("large", Content.synthetic(3, 6 * MIB));

        Result run = stores.sync("--multipart-threshold", "5MiB", "--routes", extensions("bytes", """
                - log: { message: seen, loggingLevel: TRACE }
                """));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.record("large").error())
                .startsWith("Invalid: direct:bytes has steps, but direct:part-bytes has none");
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void bytesOfPartsAreChanged() throws Exception {
        byte[] plain = new byte[11 * MIB];
        new SplittableRandom(7).nextBytes(plain);
        stores.from.put("large", plain);

        Result run = stores.sync(
                "--multipart-threshold", "5MiB", "--part-size", "5MiB", "--routes", extensions("part-bytes", """
                - marshal: { custom: { ref: mask } }
                """));

        assertThat(run.exitCode()).as(run.err()).isZero();
        byte[] masked = stores.to.bytes("large");
        assertThat(masked).hasSize(plain.length);
        assertThat(masked[0]).isEqualTo((byte) (plain[0] ^ Mask.PATTERN));
        assertThat(masked[plain.length - 1]).isEqualTo((byte) (plain[plain.length - 1] ^ Mask.PATTERN));
    }

    @Test
    void stepsThatSeePartsGetOnePartAtATime() throws Exception {
        Content content = Content.synthetic(3, 20 * MIB);
        stores.from.put("large", content);
        String steps = """
                - convertBodyTo: { type: "byte[]" }
                """;
        Path routes = Path.of(extensions("bytes", steps)).resolve("extensions.camel.yaml");
        String part = "      uri: direct:part-bytes\n      steps:";
        Files.writeString(routes, Files.readString(routes).replace(part + " []\n", part + "\n" + steps.indent(8)));

        Result run = stores.sync("--routes", routes.getParent().toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.get("large").orElseThrow().parts()).hasSize(2);
        assertThat(stores.to.get("large").orElseThrow().content().sameAs(content))
                .isTrue();
    }

    @Test
    void uploadOfPartsThatStepsHaveChangedIsNotGoneOnWith() throws Exception {
        stores.from.put("large", Content.synthetic(3, 16 * MIB));
        stores.destination
                .faults()
                .add(Fault.on(Operation.UPLOAD_PART).skip(1).then(FaultAction.answer(403, "AccessDenied")));
        stores.to.deny(Operation.ABORT);
        String[] options = {"--multipart-threshold", "5MiB", "--part-size", "5MiB", "--part-slots", "1"};

        Result broken = stores.sync(with(options, extensions("part-bytes", """
                - marshal: { custom: { ref: mask } }
                """)));
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(stores.to.openUploads()).hasSize(1);
        stores.to.deny();
        stores.destination.faults().clear();
        Result run = stores.sync(options);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.bytes("large")).isEqualTo(stores.from.bytes("large"));
        assertThat(stores.to.openUploads()).isEmpty();
    }

    private static String[] with(String[] options, String routes) {
        return Stream.concat(Stream.of(options), Stream.of("--routes", routes)).toArray(String[]::new);
    }

    @Test
    void partsAreThrottled() throws Exception {
        stores.from.put("large", Content.synthetic(3, 11 * MIB));

        Result run = stores.sync(
                "--multipart-threshold",
                "5MiB",
                "--part-size",
                "5MiB",
                "--routes",
                documented("Read at most 10 parts"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.record("large").status()).isEqualTo("DONE");
    }

    @Test
    void serviceDoesNotCopyWhatStepsChange() throws Exception {
        stores.oneService();
        stores.from.put("a", "hello");
        String routes = extensions("bytes", """
                - setBody: { simple: "${bodyAs(String)} changed" }
                """);

        Result refused = stores.sync("--server-side-copy", "always", "--routes", routes);
        Result run = stores.sync("--routes", routes);

        assertThat(refused.exitCode()).isEqualTo(78);
        assertThat(refused.err())
                .contains("direct:bytes and direct:part-bytes see no bytes with --server-side-copy always");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("hello changed");
    }

    @Test
    void keysAreRenamed() throws Exception {
        stores.from.put("A", "small");
        stores.from.put("LARGE", Content.synthetic(3, 6 * MIB));
        String routes = documented("Rename objects");

        Result run = stores.sync("--multipart-threshold", "5MiB", "--routes", routes);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.record("new/A").status()).isEqualTo("DONE");
        assertThat(stores.record("new/LARGE").status()).isEqualTo("DONE");
        assertThat(stores.to.get("new/LARGE").orElseThrow().attributes().headers())
                .containsEntry("cache-control", "max-age=3600");
        assertThat(stores.to.get("new/A").orElseThrow().attributes().metadata()).containsEntry("team", "red");

        Result deleting = stores.sync("--delete", "--routes", routes);

        assertThat(deleting.exitCode()).isEqualTo(1);
        assertThat(stores.record("A").error())
                .contains("CaravanDestinationKey can't name another key while the job deletes");
        assertThat(stores.to.keys()).containsExactlyInAnyOrder("new/A", "new/LARGE");
    }

    @Test
    void exampleOfTheReadmeSetsAHeaderOnPicturesOnly() throws Exception {
        stores.from.put("a.jpg", "1");
        stores.from.put("a.html", "2");
        Path routes = Files.createDirectories(stores.folder.resolve("my-routes"));
        Files.writeString(
                routes.resolve("extensions.camel.yaml"), DocExample.of("../README.md", "copied. Write this to"));

        Result run = stores.sync("--routes", routes.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.get("a.jpg").orElseThrow().attributes().headers())
                .containsEntry("cache-control", "max-age=31536000");
        assertThat(stores.to.get("a.html").orElseThrow().attributes().headers()).doesNotContainKey("cache-control");
    }

    @Test
    void recordsGoToAFile() throws Exception {
        stores.from.put("a", "1");
        stores.from.put("b", "22");

        Result run = stores.sync("--routes", documented("Write a line"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readAllLines(stores.folder.resolve("told/records.txt")))
                .containsExactlyInAnyOrder("DONE 1 a", "DONE 2 b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "seda"})
    void recordsGoToAnotherComponentInThePlaceOfTheDatabase(String component) throws Exception {
        stores.from.put("a", "1");
        stores.from.put("refused ${body} \"\n", "22");
        stores.from.put("large", Content.synthetic(3, 11 * MIB));
        stores.destination
                .faults()
                .add(Fault.on(PUT).key(key -> key.startsWith("refused")).then(FaultAction.answer(403, "AccessDenied")));
        String file =
                "uri: \"file:" + stores.folder + "/kept\", parameters: { fileName: records.jsonl, fileExist: Append }";
        Path routes = recordsTo(component.equals("file") ? file : "uri: seda:kept");
        if (component.equals("seda")) {
            Files.writeString(routes.resolve("kept.camel.yaml"), """
                    - route:
                        id: kept
                        from:
                          uri: seda:kept
                          steps:
                            - to: { %s }
                    """.formatted(file));
        }

        Result run = stores.sync(
                "--multipart-threshold",
                "5MiB",
                "--part-size",
                "5MiB",
                "--attempts",
                "1",
                "--routes",
                routes.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("copied                   2 objects", "failed                   1");
        assertThat(stores.to.keys()).containsExactly("a", "large");
        List<String> kept = new ArrayList<>();
        for (String line : Files.readAllLines(stores.folder.resolve("kept/records.jsonl"))) {
            JsonNode record = new ObjectMapper().readTree(line);
            kept.add(record.path("JobStatus").textValue() + " "
                    + record.path("ObjectKey").textValue());
        }
        assertThat(kept)
                .containsExactlyInAnyOrder("DONE a", "STARTED large", "DONE large", "ERROR refused ${body} \"\n");
        assertThat(stores.records()).isEmpty();
    }

    @Test
    void aRecordThatAnotherComponentCannotTakeMakesItsObjectFail() throws Exception {
        stores.from.put("a", "1");
        Path routes = recordsTo("uri: direct:nobody-listens-here");
        Files.writeString(routes.resolve("nobody.camel.yaml"), """
                - route:
                    id: nobody
                    from:
                      uri: direct:nobody-listens-here
                      steps:
                        - throwException: { exceptionType: java.lang.IllegalStateException, message: "no such topic" }
                """);

        Result run = stores.sync("--attempts", "2", "--routes", routes.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("copied                   0 objects", "failed                   1");
        assertThat(stores.to.keys()).containsExactly("a");
    }

    @Test
    void failureOfAToldPointFailsNothingAndIsCounted() throws Exception {
        stores.from.put("a", "1");
        stores.from.put("b", "22");

        Result run = stores.sync("--routes", extensions("recorded", """
                - throwException: { exceptionType: java.lang.IllegalStateException, message: "no such topic" }
                """));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("copied                   2 objects", "not sent to routes       2");
        assertThat(stores.record("a").status()).isEqualTo("DONE");
    }

    @Test
    void failuresAndTheEndAreReported() throws Exception {
        stores.from.put("a", "1");
        stores.from.put("b", "22");
        stores.from.deny(Operation.GET);
        Path told = stores.folder.resolve("told");
        String routes = documented("Caravan calls `direct:on-failure`");
        Files.writeString(Path.of(routes, "end.camel.yaml"), example("Caravan calls `direct:finished`"));

        Result run = stores.sync("--routes", routes);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(Files.readAllLines(told.resolve("failures.txt")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("a: Denied: "));
        assertThat(Files.readAllLines(told.resolve("end.txt"))).containsExactly("exit code 1, 0 copied, 2 failed");
    }

    @Test
    void objectsAreThrottledByRoutesOfOnesOwn() throws Exception {
        for (int i = 0; i < 5; i++) {
            stores.from.put("k" + i, "1");
        }
        String routes = extensions("before-copy", """
                - to: direct:mine
                """);
        Files.writeString(Path.of(routes, "mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - throttle: { constant: 2, timePeriodMillis: "300" }
                """);

        long began = System.nanoTime();
        Result run = stores.sync("--routes", routes);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).hasSize(5);
        assertThat(System.nanoTime() - began).isGreaterThan(300_000_000L);
    }

    @Test
    void failingStepFailsItsObject() throws Exception {
        stores.from.put("a", "1");

        Result run = stores.sync("--routes", extensions("before-copy", """
                - throwException: { exceptionType: java.lang.IllegalStateException, message: "not today" }
                """));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.record("a").error()).isEqualTo("IllegalStateException: not today");
    }

    @Test
    void failureOfARouteThatAPointCallsIsOnRecord() throws Exception {
        stores.from.put("clean", "text");
        stores.from.put("infected", "virus");
        String routes = documented("Scan objects");
        Path file = Path.of(routes, "extensions.camel.yaml");
        String yaml = Files.readString(file);
        String hook = "- to: { uri: \"https://scanner.example.com/scan\", parameters: { httpMethod: POST } }";
        assertThat(yaml).contains(hook);
        Files.writeString(
                file,
                yaml.replace(
                        hook,
                        "- choice: { when: [ { simple: \"${body} contains 'virus'\", steps: [ { throwException:"
                                + " { exceptionType: java.lang.IllegalStateException, message: refused } } ] } ] }"));
        Path report = stores.folder.resolve("scanned.csv");

        Result run = stores.sync("--report", report.toString(), "--routes", routes);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(Files.readAllLines(report)).anyMatch(line -> line.contains("ERROR") && line.contains("refused"));
        assertThat(run.err()).doesNotContain("DefaultErrorHandler");
        assertThat(stores.to.text("clean")).isEqualTo("text");
        assertThat(stores.to.keys()).containsExactly("clean");
    }

    @Test
    void brokenStepIsReportedWithItsFileAndLine() throws Exception {
        String routes = extensions("bytes", """
                - to: no-such:thing
                """);

        Result run = stores.sync("--routes", routes);

        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains(routes + "/extensions.camel.yaml, line ", "route bytes: ", "no-such:");
        assertThat(run.err().lines()).hasSize(1);
    }

    /** Changes bytes and keeps their number, as a stream cipher does. */
    public static final class Mask extends ServiceSupport implements DataFormat {

        static final int PATTERN = 0x5a;

        @Override
        public void marshal(Exchange exchange, Object body, OutputStream out) throws Exception {
            byte[] bytes = exchange.getContext().getTypeConverter().mandatoryConvertTo(byte[].class, exchange, body);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= PATTERN;
            }
            out.write(bytes);
        }

        @Override
        public Object unmarshal(Exchange exchange, InputStream in) {
            throw new UnsupportedOperationException();
        }
    }

    /** Makes a folder that contains only extensions.camel.yaml, with an example of docs/routes.md. */
    private String documented(String line) throws IOException {
        Path routes = Files.createDirectories(stores.folder.resolve("routes"));
        Files.writeString(routes.resolve("extensions.camel.yaml"), beans() + example(line));
        return routes.toString();
    }

    private String example(String line) throws IOException {
        return DocExample.of("routes.md", line).replace("file:told", "file:" + stores.folder.resolve("told"));
    }

    private static String beans() {
        return "- beans: [{ name: mask, type: \"" + Mask.class.getName() + "\" }]\n";
    }

    /** Makes a folder that contains only extensions.camel.yaml, with these steps in one of its routes. */
    private String extensions(String point, String steps) throws IOException {
        String text = Files.readString(Path.of("src/main/resources/routes/extensions.camel.yaml"));
        String empty = "      uri: direct:" + point + "\n      steps: []\n";
        assertThat(text).contains(empty);
        Path routes = Files.createDirectories(stores.folder.resolve("routes"));
        Files.writeString(
                routes.resolve("extensions.camel.yaml"),
                beans() + text.replace(empty, "      uri: direct:" + point + "\n      steps:\n" + steps.indent(8)));
        return routes.toString();
    }

    /** Makes routes whose records go to a different endpoint from the shipped one. */
    private Path recordsTo(String endpoint) throws IOException {
        String text = Files.readString(Path.of("src/main/resources/routes/record.camel.yaml"));
        String shipped = "uri: \"{{caravan.record.to}}\"";
        assertThat(text).contains(shipped);
        Path routes = Files.createDirectories(stores.folder.resolve("routes"));
        Files.writeString(routes.resolve("record.camel.yaml"), text.replace(shipped, endpoint));
        return routes;
    }

    private Path edited(String file, String before, String steps) throws IOException {
        String text = Files.readString(Path.of("src/main/resources/routes", file + ".camel.yaml"));
        assertThat(text).contains(before);
        Path routes = Files.createDirectories(stores.folder.resolve("routes"));
        Files.writeString(routes.resolve(file + ".camel.yaml"), text.replace(before, steps + before));
        return routes;
    }
}
