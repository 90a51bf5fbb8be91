package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.DocExample;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalS3;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests Camel components in lib/ext that the distribution doesn't have. Maven downloads them from the usual repository.
 */
@Order(2)
@Timeout(300)
class AddedComponentsIT {

    private static final Path HOME = Path.of(System.getProperty("caravan.home"));

    @TempDir
    private Path folder;

    private final LocalS3 from = LocalS3.start().credential("AKFROM", "from-secret");
    private final LocalS3 to = LocalS3.start().credential("AKTO", "to-secret");

    @AfterEach
    void stop() throws IOException {
        // JUnit logs a warning for each link that it deletes.
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
        from.close();
        to.close();
    }

    @Test
    void aRouteCallsAWebHookAndWritesJson() throws Exception {
        try (LocalQueue records = LocalQueue.start()) {
            callsAWebHookAndWritesJson(records);
        }
    }

    private void callsAWebHookAndWritesJson(LocalQueue records) throws Exception {
        Path home = installation();
        addComponents(home.resolve("lib/ext"));
        assertThat(jars(home.resolve("lib/ext")))
                .as("what lib has isn't brought again")
                .anyMatch(jar -> jar.startsWith("camel-http-4"))
                .anyMatch(jar -> jar.startsWith("camel-jackson-4"))
                .noneMatch(jar -> Files.exists(home.resolve("lib").resolve(jar)))
                .noneMatch(jar -> jar.startsWith("jackson-"));

        Bucket source = from.createBucket("source");
        Bucket destination = to.createBucket("destination");
        for (String key : List.of("a", "${header.CaravanKey}", "ü &")) {
            source.put(key, Content.of(key));
        }
        Queue<String> told = new ConcurrentLinkedQueue<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            told.add(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
        try {
            Path routes =
                    routes(records, "http://127.0.0.1:" + hook.getAddress().getPort() + "/copied");
            try (CaravanProcess run = CaravanProcess.start(
                    home.resolve("bin/caravan"),
                    folder,
                    Map.of(
                            "SOURCE_ACCESS_KEY_ID", "AKFROM",
                            "SOURCE_SECRET_ACCESS_KEY", "from-secret",
                            "DEST_ACCESS_KEY_ID", "AKTO",
                            "DEST_SECRET_ACCESS_KEY", "to-secret"),
                    List.of(
                            "sync",
                            "s3://source",
                            "s3://destination",
                            "--source-endpoint",
                            from.endpoint().toString(),
                            "--dest-endpoint",
                            to.endpoint().toString(),
                            "--routes",
                            routes.toString()))) {
                assertThat(run.exitCode(120)).as(run.output()).isZero();
                assertThat(run.output()).doesNotContain("WARN");
            }
        } finally {
            hook.stop(0);
        }
        assertThat(destination.keys()).containsExactlyInAnyOrderElementsOf(source.keys());
        List<Map<String, String>> wanted = destination.objects().stream()
                .map(object -> Map.of("CaravanKey", object.key(), "CaravanETag", object.etag()))
                .toList();
        assertThat(told).allMatch(request -> request.startsWith("POST "));
        assertThat(told.stream().map(request -> json(request.substring("POST ".length()))))
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(written("json").stream().map(AddedComponentsIT::json)).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(written("told").stream().map(AddedComponentsIT::json).map(record -> record.get("SourceKey")))
                .containsExactlyInAnyOrderElementsOf(source.keys());
        assertThat(records.peek(records.url()).stream()
                        .map(sqs -> json(sqs.body()).get("JobStatus")))
                .containsExactly("DONE", "DONE", "DONE");
    }

    @Test
    void aJarCannotReplaceWhatCaravanHas() throws Exception {
        Path home = installation();
        try (OutputStream file = Files.newOutputStream(home.resolve("lib/ext/a.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            for (String entry : List.of("dev/caravan/Caravan.class", "picocli/CommandLine.class", "logback.xml")) {
                jar.putNextEntry(new ZipEntry(entry));
                jar.write("no class and no XML".getBytes(StandardCharsets.US_ASCII));
            }
        }
        try (CaravanProcess run =
                CaravanProcess.start(home.resolve("bin/caravan"), folder, Map.of(), List.of("--version"))) {
            assertThat(run.exitCode(60)).as(run.output()).isZero();
            assertThat(run.output()).startsWith("caravan ");
        }
    }

    /** Makes a distribution with the files of the built one and its own lib/ext. */
    private Path installation() throws IOException {
        Path home = folder.resolve("an installation");
        Files.createDirectories(home.resolve("lib/ext"));
        Files.createDirectory(home.resolve("bin"));
        for (String file : List.of("bin/caravan", "lib/ext/pom.xml")) {
            Files.copy(HOME.resolve(file), home.resolve(file));
        }
        Files.createSymbolicLink(home.resolve("caravan.jar"), HOME.resolve("caravan.jar"));
        try (Stream<Path> libraries = Files.list(HOME.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                if (!library.endsWith("ext")) {
                    Files.createSymbolicLink(home.resolve("lib").resolve(library.getFileName()), library);
                }
            }
        }
        return home;
    }

    /** Adds one component by the command line and one by a line in the file, in one start of Maven. */
    private void addComponents(Path ext) throws IOException, InterruptedException {
        Path pom = ext.resolve("pom.xml");
        String text = Files.readString(pom);
        String more =
                "<dependency><groupId>org.apache.camel</groupId><artifactId>camel-jackson</artifactId></dependency>";
        Files.writeString(pom, text.replaceFirst("</dependencies>", more + "</dependencies>"));
        Path log = folder.resolve("maven.log");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of("mvnw").toAbsolutePath().toString(),
                        "-B",
                        "-q",
                        "-f",
                        ext.toString(),
                        "-Dcomponent=camel-http")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // The run is short: with the quick compiler it needs half the CPU time.
        command.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process maven = command.start();
        try {
            assertThat(maven.waitFor(200, TimeUnit.SECONDS)).isTrue();
        } finally {
            maven.destroyForcibly();
        }
        assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
    }

    /** Writes the distribution's routes with a step after the PUT. */
    private Path routes(LocalQueue records, String url) throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Pattern put = Pattern.compile("( *)- to: \\{ id: put-object, .*\n");
        int steps = 0;
        try (Stream<Path> files = Files.list(HOME.resolve("routes"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                Matcher step = put.matcher(text);
                if (step.find()) {
                    steps++;
                    String mine = DocExample.of("extend.md", "In `hook-routes/")
                            .indent(step.group(1).length());
                    text = text.substring(0, step.end()) + mine + text.substring(step.end());
                }
                Files.writeString(routes.resolve(file.getFileName()), text);
            }
        }
        assertThat(steps).isEqualTo(1);
        String route = DocExample.of("extend.md", "Write that route to a new file, `hook-routes/web-hook.camel.yaml`");
        String send = "        - to:\n            uri: https://example.com/copied\n";
        assertThat(route).contains(send);
        Files.writeString(
                routes.resolve("web-hook.camel.yaml"), route.replace(send, """
                        - to:
                            uri: "file:%s"
                            parameters: {fileName: "${exchangeId}.json"}
                        - removeHeaders: {pattern: "*"}
                        - to:
                            uri: "%s"
                """.formatted(folder.resolve("json"), url)));
        String queue = "{ region: eu-west-1, useDefaultCredentialsProvider: true }";
        String recorded = DocExample.of("routes.md", "Send each record as JSON");
        assertThat(recorded).contains(queue);
        Files.writeString(
                routes.resolve("extensions.camel.yaml"),
                recorded.replace("file:told", "file:" + folder.resolve("told"))
                        .replace(
                                queue,
                                "{ region: us-east-1, accessKey: a, secretKey: s, overrideEndpoint: true,"
                                        + " uriEndpointOverride: \"" + records.endpoint() + "\", queueUrl: \""
                                        + records.url() + "\" }"));
        return routes;
    }

    private static Map<String, String> json(String text) {
        try {
            return new JsonMapper().readValue(text, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private List<String> written(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(AddedComponentsIT::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }
}
