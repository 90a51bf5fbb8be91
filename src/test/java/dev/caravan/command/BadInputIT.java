package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Bucket;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.local.TestScope;
import dev.caravan.record.local.RecordsDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that wrong input ends the command early, with one line that names the mistake and its place and contains no
 * secret.
 */
@Timeout(30)
class BadInputIT {

    private static final String SECRET = "never-to-be-shown";

    @TempDir
    private Path folder;

    private final LocalS3 s3 = LocalS3.start().credential("AK", SECRET);
    private final Bucket source = s3.createBucket("source");
    private final Bucket destination = s3.createBucket("destination");
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();

    @BeforeEach
    void aJobThatWouldWork() {
        source.put("a", "1");
        for (String side : List.of("SOURCE", "DEST")) {
            environment.put(side + "_ACCESS_KEY_ID", "AK");
            environment.put(side + "_SECRET_ACCESS_KEY", SECRET);
        }
        arguments.addAll(List.of(
                "sync", "s3://source", "s3://destination", "--source-endpoint=" + s3.endpoint(), "--source-region"));
        arguments.addAll(List.of("us-east-1", "--dest-endpoint=" + s3.endpoint(), "--dest-region", "us-east-1"));
        arguments.addAll(List.of("--records", folder.resolve("records").toString()));
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void withoutAMistakeItWorks() {
        Told told = run();
        assertThat(told.err()).isEmpty();
        assertThat(told.code()).isEqualTo(ExitCode.DONE);
        assertThat(destination.text("a")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "--no-such-option, unknown option",
        "--slots, Missing required parameter",
        "s3://third, one argument too many",
        "--part-size=1, --part-size",
        "--dest-kms-key=k, is valid with --dest-sse",
    })
    void wrongArgument(String argument, String reason) {
        arguments.add(argument);
        assertThat(run()).satisfies(told -> told.inALine(ExitCode.USAGE, reason));
    }

    @Test
    void missingDestination() {
        arguments.remove("s3://destination");
        run().inALine(ExitCode.USAGE, "DEST: a URL such as s3://bucket/prefix is required");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://source, s3://nowhere, s3://nowhere",
        "s3://nowhere, s3://destination, s3://nowhere",
    })
    void missingBucket(String from, String to, String name) {
        arguments.set(1, from);
        arguments.set(2, to);
        run().inALine(ExitCode.RUN_FAILED, "no such bucket: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOURCE", "DEST"})
    void wrongAccessKey(String side) {
        environment.put(side + "_ACCESS_KEY_ID", "AKOTHER");
        run().inALine(
                        ExitCode.RUN_FAILED,
                        side.equals("DEST") ? "s3://destination" : "s3://source",
                        "InvalidAccessKeyId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOURCE", "DEST"})
    void wrongSecret(String side) {
        environment.put(side + "_SECRET_ACCESS_KEY", SECRET + "-either");
        run().inALine(
                        ExitCode.RUN_FAILED,
                        side.equals("DEST") ? "s3://destination" : "s3://source",
                        "SignatureDoesNotMatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "destination"})
    void wrongRegionNamesTheRightOne(String bucket) {
        s3.bucket(bucket).region("eu-central-2");
        run().inALine(ExitCode.RUN_FAILED, "s3://" + bucket + " is in region eu-central-2, not us-east-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "destination"})
    void noPermissionToList(String bucket) {
        s3.bucket(bucket).deny(Operation.LIST);
        run().inALine(ExitCode.RUN_FAILED, "s3://" + bucket, "AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--source-endpoint", "--dest-endpoint"})
    void closedPort(String option) throws IOException {
        arguments.removeIf(argument -> argument.startsWith(option));
        arguments.add(option + "=http://127.0.0.1:" + freePort());
        run().inALine(ExitCode.RUN_FAILED, "can't connect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--source-endpoint", "--dest-endpoint"})
    void hostThatDoesNotResolve(String option) {
        arguments.removeIf(argument -> argument.startsWith(option));
        arguments.add(option + "=http://no-such-host.invalid");
        run().inALine(ExitCode.RUN_FAILED, "no such host");
    }

    @Test
    void serverThatIsNoStore() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread rude = new Thread(() -> answerWithNoise(server));
            rude.setDaemon(true);
            rude.start();
            arguments.removeIf(argument -> argument.startsWith("--source-endpoint"));
            arguments.add("--source-endpoint=http://127.0.0.1:" + server.getLocalPort());
            run().inALine(ExitCode.RUN_FAILED, "s3://source", "not an HTTP answer");
        }
    }

    private static void answerWithNoise(ServerSocket server) {
        assertThatCode(() -> {
                    while (true) {
                        try (var socket = server.accept()) {
                            socket.getOutputStream().write("220 mail.example.org\r\n".getBytes(StandardCharsets.UTF_8));
                        }
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void prefixListThatIsNotThere() {
        arguments.addAll(List.of("--prefix-list", folder.resolve("none").toString()));
        run().inALine(ExitCode.USAGE, "--prefix-list: there is no readable file " + folder.resolve("none"));
    }

    @Test
    void emptyPrefixList() throws IOException {
        arguments.addAll(List.of(
                "--prefix-list", Files.writeString(folder.resolve("list"), "\n").toString()));
        run().inALine(ExitCode.CONFIGURATION, folder.resolve("list").toString(), "there is no prefix in it");
    }

    @Test
    void prefixListThatIsNoText() throws IOException {
        Path list = Files.write(folder.resolve("list"), new byte[] {'a', '\n', (byte) 0xC3, '\n'});
        arguments.addAll(List.of("--prefix-list", list.toString()));
        run().inALine(ExitCode.CONFIGURATION, list.toString(), "line 2", "not UTF-8");
    }

    @Test
    void prefixListOutsideOfTheSourcesPrefix() throws IOException {
        Path list = Files.writeString(folder.resolve("list"), "logs/a\ndata/b\n");
        arguments.set(1, "s3://source/logs");
        arguments.addAll(List.of("--prefix-list", list.toString()));
        run().inALine(ExitCode.CONFIGURATION, list.toString(), "line 2", "data/b");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://nowhere/list, 2, no such bucket: s3://nowhere",
        "s3://source/none, 2, s3://source/none",
        "s3://source/empty, 78, there is no prefix in it",
        "s3://source/binary, 78, not UTF-8",
    })
    void prefixListInABucket(String url, int code, String reason) {
        source.put("empty", "");
        source.put("binary", new byte[] {(byte) 0xFF});
        arguments.addAll(List.of("--prefix-list", url));
        run().inALine(code, "--prefix-list: ", reason);
    }

    @ParameterizedTest
    @CsvSource({
        "s3://source, s3://source",
        "s3://source/a, s3://source/a",
        "s3://source/a, s3://source/a/b",
        "s3://source, s3://source/b",
        "s3://source/a/b, s3://source/a",
    })
    void sourceAndDestinationOverlap(String from, String to) {
        arguments.set(1, from);
        arguments.set(2, to);
        run().inALine(ExitCode.USAGE, "overlap");
    }

    @ParameterizedTest
    @CsvSource({"oss://Bucket, Aliyun OSS", "cos://bucket, APPID", "kodo://bucket, --source-protocol"})
    void sourcesThatTheirProvidersCannotHave(String source, String reason) {
        arguments.set(1, source);
        arguments.add("--source-endpoint=https://s3.cn-east-1.qiniucs.com");
        run().inALine(ExitCode.USAGE, reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        uri: direct:second-look }            | uri: [direct:second-look }         | line
        description: Makes one attempt        | descripton: Makes one attempt      | descripton
        uri: transfer:plan                   | uri: transfer:plain                | plain
        id: attempt-it, uri: direct:attempt  | id: attempt-it, uri: no-such:thing | no-such
        routeConfigurationId: retry-object   | routeConfigurationId: retry-objekt | retry-objekt
        uri: transfer:plan                   | uri: transfer:beginStep            | route attempt: this command has no step transfer:beginStep
        - to: { id: attempt-it, uri: direct:attempt } | - process: { id: attempt-it, ref: tryOnce } | there is no step or bean tryOnce; if the file is a copy
        """)
    void brokenRoutes(String right, String wrong, String reason) throws IOException {
        Path routes = copyOfTheRoutes();
        Path worker = routes.resolve("object.camel.yaml");
        String text = Files.readString(worker);
        String broken = text.replace(right.replace("\\n", "\n"), wrong.replace("\\n", "\n"));
        assertThat(broken).isNotEqualTo(text);
        Files.writeString(worker, broken);
        arguments.addAll(List.of("--routes", routes.toString()));
        run().inALine(ExitCode.CONFIGURATION, "object.camel.yaml", reason);
    }

    @Test
    void policyOfAClassThatIsNotThere() throws IOException {
        Path errors = copyOfTheRoutes().resolve("errors.camel.yaml");
        String text = Files.readString(errors);
        Files.writeString(errors, text.replace("dev.caravan.store.GoneException", "dev.caravan.transfer.Gone"));
        arguments.addAll(List.of("--routes", errors.getParent().toString()));
        run().inALine(
                        ExitCode.CONFIGURATION,
                        "errors.camel.yaml, line ",
                        "routeConfiguration retry-object: there is no class dev.caravan.transfer.Gone; if the file is a copy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        to: kafka:records            | for: kafka://records; | the Camel component that has it (usually camel-kafka)
        marshal: {json: {}}          | 'jackson' could       | the Camel component that has it (usually camel-jackson)
        setBody: {jsonpath: "$.key"} | jsonpath              | the Camel component that has it (usually camel-jsonpath)
        to: sftp:host/in             | for: sftp://host/in;  | camel-ftp
        """)
    void routesThatNeedAComponentWhichIsNotThere(String step, String reason, String component) throws IOException {
        Path routes = copyOfTheRoutes();
        Files.writeString(
                routes.resolve("mine.camel.yaml"),
                "- route: {id: mine, from: {uri: seda:mine, steps: [{" + step + "}]}}\n");
        arguments.addAll(List.of("--routes", routes.toString()));
        run().inALine(
                        ExitCode.CONFIGURATION,
                        "mine.camel.yaml",
                        reason,
                        "; put " + component + " into lib/ext, see docs/extend.md");
    }

    @Test
    void emptyFolderOfRoutes() throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        arguments.addAll(List.of("--routes", routes.toString()));
        run().inALine(ExitCode.CONFIGURATION, "--routes", routes.toString());
    }

    @Test
    void routesThatLackTheFirstOne() throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(
                routes.resolve("find.camel.yaml"),
                "- route: {id: mine, from: {uri: direct:mine, steps: [{log: found}]}}\n");
        arguments.addAll(List.of("--routes", routes.toString()));
        run().inALine(ExitCode.CONFIGURATION, "--routes", routes.toString(), "direct:find");
    }

    @Test
    void reportInAFolderThatIsNotThere() {
        arguments.addAll(List.of("--report", folder.resolve("no/where.csv").toString()));
        run().inALine(ExitCode.USAGE, "--report: there is no folder " + folder.resolve("no"));
    }

    @Test
    void recordsThatAnotherRunHolds() {
        Path file = folder.resolve("records.sqlite");
        try (RecordsDatabase another = RecordsDatabase.open(file)) {
            assertThat(another.failure()).isNull();
            run().inALine(ExitCode.RUN_FAILED, "--records", file.toString(), "another run");
        }
    }

    @Test
    void recordsThatAreNone() throws IOException {
        Path file = Files.writeString(folder.resolve("records.sqlite"), "something else".repeat(1000));
        run().inALine(ExitCode.RUN_FAILED, "--records", file.toString());
    }

    @Test
    void recordsWhereNoFolderCanBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        arguments.set(
                arguments.indexOf("--records") + 1, file.resolve("records").toString());
        run().inALine(ExitCode.RUN_FAILED, "--records", file.toString());
    }

    private Path copyOfTheRoutes() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("my routes, 100%"));
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static int freePort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    /** Runs the command in this process. The log goes to standard error too, which must not contain it. */
    private Told run() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream before = System.err;
        PrintStream caught = new PrintStream(err, true, StandardCharsets.UTF_8);
        System.setErr(TestScope.errors(caught, before));
        try {
            int code = Commands.run(
                    arguments.toArray(String[]::new),
                    Map.of(),
                    environment,
                    new PrintWriter(out, true, StandardCharsets.UTF_8),
                    new PrintWriter(caught, true, StandardCharsets.UTF_8));
            return new Told(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    /** The exit code and the output of a run. */
    private record Told(int code, String out, String err) {

        void inALine(int expected, String... words) {
            assertThat(code).as(err).isEqualTo(expected);
            List<String> lines = err.lines().toList();
            assertThat(lines).as("one line and a hint at most").hasSizeBetween(1, 2);
            assertThat(lines.get(0)).startsWith("caravan").contains(words);
            assertThat(lines.subList(1, lines.size())).allMatch(hint -> hint.endsWith("--help' shows the usage."));
            assertThat(err).doesNotContain("Exception", "\tat ", "null");
            assertThat(out + err).doesNotContain(SECRET);
        }
    }
}
