package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.command.run.ExitCode;
import dev.caravan.component.s3.S3Configuration;
import dev.caravan.component.s3.S3Store;
import dev.caravan.component.wire.SigningKey;
import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalTls;
import dev.caravan.local.Operation;
import dev.caravan.local.Relay;
import dev.caravan.local.RequestRecord;
import dev.caravan.local.StoredObject;
import dev.caravan.local.Upload;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PartRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs sync as a separate process: tests what survives when it is killed, and what it needs. */
@Order(1)
@Timeout(180)
class ProcessIT {

    private static final Path LAUNCHER = Path.of(System.getProperty("caravan.home"), "bin/caravan");
    private static final long MIB = 1 << 20;
    private static final String CIPHERS = "com.amazon.corretto.crypto.provider.";

    @TempDir
    private Path folder;

    private final LocalS3 from = LocalS3.start().credential("AKFROM", "from-secret");
    private final LocalS3 to = LocalS3.start().credential("AKTO", "to-secret");
    private final Bucket source = from.createBucket("source");
    private final Bucket destination = to.createBucket("destination");
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "SOURCE_ACCESS_KEY_ID", "AKFROM",
            "SOURCE_SECRET_ACCESS_KEY", "from-secret",
            "DEST_ACCESS_KEY_ID", "AKTO",
            "DEST_SECRET_ACCESS_KEY", "to-secret"));

    @BeforeEach
    void shortWaits() {
        environment.put("CARAVAN_JAVA_OPTS", "-Dcaravan.redelivery.delay=20");
    }

    @AfterEach
    void stop() {
        from.close();
        to.close();
    }

    @Test
    void killedAmongSmallObjectsAndWithinAnUploadTheNextRunFinishesWithTheVersionsThatAreThereNow() throws Exception {
        manySmallObjects();
        source.put("big", Content.synthetic(1, 41 * MIB));
        try (Gate puts = Gate.before(to, Fault.on(Operation.PUT).skip(150));
                Gate parts = Gate.before(to, Fault.on(Operation.UPLOAD_PART).skip(3));
                CaravanProcess killed = start()) {
            puts.awaitReached(killed);
            parts.awaitReached(killed);
            killed.signal("KILL");
            assertThat(killed.exitCode(10)).isEqualTo(137);
        }
        assertThat(destination.keys()).doesNotContain("big");
        assertThat(destination.size()).isBetween(1, source.size() - 1);
        assertNothingTorn();
        assertThat(destination.openUploads()).hasSize(1);
        String left = destination.openUploads().get(0).id();
        source.put("big", Content.synthetic(2, 41 * MIB));
        await("the end of the killed run's requests").until(() -> to.requests().underWay() == 0);
        to.requests().reset();

        runToTheEnd();

        assertAllThere();
        assertThat(to.requests().log(Operation.UPLOAD_PART))
                .hasSizeGreaterThanOrEqualTo(9)
                .noneMatch(part -> left.equals(part.query().get("uploadId")));
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void loadsTheNativeCiphersForTlsAndForManySignaturesOnly() throws Exception {
        Path loaded = folder.resolve("loaded");
        environment.put("CARAVAN_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
        source.put("one", Content.synthetic(1, 10));
        try (CaravanProcess first = start()) {
            assertThat(first.exitCode(60)).as(first.output()).isZero();
        }
        assertThat(loaded).content().contains(SigningKey.class.getName()).doesNotContain(CIPHERS);

        manySmallObjects();
        try (CaravanProcess many = start()) {
            assertThat(many.exitCode(60)).as(many.output()).isZero();
        }
        assertAllThere();
        assertThat(loaded).content().contains(CIPHERS + "SHA256Spi");

        Files.delete(loaded);
        List<String> arguments = arguments();
        try (Relay secured = Relay.to(from.endpoint().getPort(), LocalTls.sockets(), Relay.localhost())) {
            arguments.set(
                    arguments.indexOf("--source-endpoint=" + from.endpoint()),
                    "--source-endpoint=https://127.0.0.1:" + secured.port());
            try (CaravanProcess tls = CaravanProcess.start(LAUNCHER, folder, environment, arguments)) {
                await("the ciphers")
                        .atMost(Duration.ofSeconds(60))
                        .until(() ->
                                Files.exists(loaded) && Files.readString(loaded).contains(CIPHERS + "AesGcmSpi"));
            }
        }
    }

    @Test
    void uploadOfAStrangerIsNeitherUsedNorAborted() throws Exception {
        source.put("big", Content.synthetic(1, 21 * MIB));
        String foreign = foreignUpload("big");

        runToTheEnd();

        assertAllThere();
        assertThat(destination.openUploads()).extracting(Upload::id).containsExactly(foreign);
        assertThat(destination.openUploads().get(0).parts()).hasSize(1);
        assertThat(to.requests().log())
                .filteredOn(request -> foreign.equals(request.query().get("uploadId")))
                .extracting(RequestRecord::operation)
                .containsExactly(Operation.UPLOAD_PART);
    }

    @Test
    void stoppedAmongManyObjectsTheNextRunFinishes() throws Exception {
        manySmallObjects();
        environment.merge("CARAVAN_JAVA_OPTS", " -Dcamel.main.shutdownTimeout=1", String::concat);
        try (Gate gate = Gate.before(to, Fault.on(Operation.PUT).skip(150));
                CaravanProcess stopped = start()) {
            gate.awaitReached(stopped);
            stopped.signal("TERM");
            assertThat(stopped.exitCode(15)).as(stopped.output()).isEqualTo(ExitCode.TERMINATED);
            assertThat(stopped.output()).doesNotContain("Exception", "\tat ");
        }
        assertNothingTorn();
        // The run doesn't know whether the held PUTs succeeded. It recorded the earlier ones.
        assertThat(recordsDone()).isEqualTo(150);

        runToTheEnd();
        assertAllThere();
    }

    @Test
    void stoppedWithinAnUploadTheNextRunGoesOnWithTheMissingParts() throws Exception {
        source.put("big", Content.synthetic(1, 80 * MIB));
        destination.digestOnly();
        Fault slow = to.faults().add(Fault.on(Operation.UPLOAD_PART).then(FaultAction.latency(Duration.ofMillis(500))));
        try (Gate gate = Gate.before(to, Fault.on(Operation.UPLOAD_PART).skip(3).times(1));
                CaravanProcess stopped = start("--part-slots", "2")) {
            gate.awaitReached(stopped);
            // sh starts a background job with SIGINT ignored.
            boolean interrupt = !interruptIsIgnored();
            stopped.signal(interrupt ? "INT" : "TERM");
            gate.close();
            assertThat(stopped.exitCode(15)).as(stopped.output()).isEqualTo(interrupt ? 130 : ExitCode.TERMINATED);
        }
        to.faults().remove(slow);
        assertThat(destination.keys()).isEmpty();
        assertThat(destination.openUploads()).hasSize(1);
        int there = destination.openUploads().get(0).parts().size();
        assertThat(there).isGreaterThanOrEqualTo(3);
        to.requests().reset();

        runToTheEnd();
        assertAllThere();
        assertThat(destination.openUploads()).isEmpty();
        assertThat(to.requests().count(Operation.CREATE_UPLOAD)).isZero();
        assertThat(to.requests().count(Operation.UPLOAD_PART)).isEqualTo(16 - there);
    }

    @Test
    void anObjectFarLargerThanTheHeapPassesThroughItAndNoFileWhileASecondRunIsRefused() throws Exception {
        Content content = Content.synthetic(1, 384 * MIB);
        source.put(new StoredObject(
                "huge",
                content,
                "0123456789abcdef0123456789abcdef-24",
                Instant.EPOCH,
                Attributes.NONE,
                List.of(),
                null));
        destination.digestOnly();
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        environment.put("CARAVAN_JAVA_OPTS", "-Xmx96m -Djava.io.tmpdir=" + temporary);
        ConcurrentLinkedQueue<Path> seen = new ConcurrentLinkedQueue<>();
        to.faults()
                .add(Fault.on(Operation.UPLOAD_PART).skip(20).then(FaultAction.before(() -> filesIn(temporary, seen))));

        try (Gate gate = Gate.before(to, Fault.on(Operation.UPLOAD_PART).skip(10));
                CaravanProcess process = start()) {
            gate.awaitReached(process);
            StringWriter second = new StringWriter();
            assertThat(run(Map.of(), second)).isEqualTo(ExitCode.RUN_FAILED);
            assertThat(second.toString()).contains("records.sqlite is in use by another run");
            gate.close();
            assertThat(process.exitCode(120)).as(process.output()).isEqualTo(ExitCode.DONE);
            assertThat(process.output()).doesNotContain("Exception", "\tat ", "-secret");
        }

        filesIn(temporary, seen);
        assertThat(seen).isEmpty();
        assertAllThere();
    }

    @Test
    void theArchiveWorksWhereItIsUnpackedAndRunsTheRoutesThatWereEditedThere() throws Exception {
        Path home = unpacked("a folder, 100% mine");
        Path worker = home.resolve("routes/object.camel.yaml");
        String before = "- to: { id: object-to-destination,";
        String text = Files.readString(worker);
        assertThat(text).contains(before);
        Files.writeString(
                worker, text.replace(before, "- setBody: { id: edit, constant: edited }\n                  " + before));
        source.put("a", "original");

        try (CaravanProcess process =
                CaravanProcess.start(home.resolve("bin/caravan"), folder, environment, arguments())) {
            assertThat(process.exitCode(60)).as(process.output()).isEqualTo(ExitCode.DONE);
        }
        assertThat(destination.text("a")).isEqualTo("edited");

        Files.writeString(worker, "- route: [");
        StringWriter refused = new StringWriter();
        assertThat(run(Map.of("caravan.home", home.toString()), refused)).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(refused.toString()).contains(worker.toString());
    }

    private Path unpacked(String name) throws IOException, InterruptedException {
        Path place = Files.createDirectory(folder.resolve(name));
        Path archive = LAUNCHER.getParent().getParent().resolveSibling("caravan.tar.gz");
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", place.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return place.resolve("caravan");
    }

    private void manySmallObjects() {
        for (int i = 0; i < 250; i++) {
            source.put("folder " + i % 7 + "/" + i, Content.synthetic(i, 1000L * i % 262_144));
        }
    }

    private CaravanProcess start(String... more) {
        List<String> arguments = arguments();
        arguments.addAll(List.of(more));
        return CaravanProcess.start(LAUNCHER, folder, environment, arguments);
    }

    private List<String> arguments() {
        return new ArrayList<>(List.of(
                "sync",
                "s3://source",
                "s3://destination",
                "--source-region=us-east-1",
                "--dest-region=us-east-1",
                "--source-endpoint=" + from.endpoint(),
                "--dest-endpoint=" + to.endpoint(),
                "--slots=8",
                "--part-size=5MiB",
                "--multipart-threshold=5MiB",
                "--records=" + folder.resolve("records")));
    }

    /** Runs sync again, in this process, and checks that it ends without an error. */
    private void runToTheEnd() {
        StringWriter output = new StringWriter();
        assertThat(run(Map.of(), output)).as(output.toString()).isEqualTo(ExitCode.DONE);
        assertThat(output.toString()).doesNotContain("Exception", "\tat ", "-secret");
    }

    /** Runs sync in this process and returns its exit code. */
    private int run(Map<String, String> systemProperties, StringWriter output) {
        Map<String, String> properties = new HashMap<>(Map.of("caravan.redelivery.delay", "20"));
        properties.putAll(systemProperties);
        PrintWriter writer = new PrintWriter(output, true);
        return Commands.run(arguments().toArray(String[]::new), properties, environment, writer, writer);
    }

    private void assertAllThere() {
        assertThat(destination.keys()).isEqualTo(source.keys());
        assertNothingTorn();
    }

    private void assertNothingTorn() {
        for (StoredObject object : destination.objects()) {
            Content expected = source.get(object.key()).orElseThrow().content();
            assertThat(object.content().sameAs(expected)).as(object.key()).isTrue();
        }
    }

    private int recordsDone() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("records.sqlite"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM Objects WHERE JobStatus = 'DONE'")) {
            result.next();
            return result.getInt(1);
        }
    }

    private String foreignUpload(String key) {
        S3Configuration configuration = new S3Configuration();
        configuration.setEndpoint(to.endpoint().toString());
        configuration.setRegion(to.region());
        configuration.setAccessKeyId("AKTO");
        configuration.setSecretAccessKey("to-secret");
        try (S3Store store = new S3Store("destination", configuration)) {
            String id = store.createUpload(key, ObjectMetadata.NONE);
            byte[] bytes = "of a stranger".getBytes(StandardCharsets.UTF_8);
            store.uploadPart(
                    new PartRequest(key, id, 1),
                    new ObjectContent(new ByteArrayInputStream(bytes), bytes.length, null, () -> {}));
            return id;
        }
    }

    private static void filesIn(Path folder, ConcurrentLinkedQueue<Path> seen) {
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(seen::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether SIGINT is ignored. Java doesn't handle a signal that is ignored at its start. */
    private static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }
}
