package dev.caravan.component;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.caravan.DocExample;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalOss;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.timer.TimerComponent;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the jar of the stores' components in a Camel application without the rest of Caravan. */
@Order(2)
@Timeout(180)
class ComponentsJarIT {

    private static final Path HOME = Path.of(System.getProperty("caravan.home"));

    /**
     * The libraries that only the program needs: the optional dependencies of the pom. A Camel application doesn't get
     * them.
     */
    private static final String PROGRAM =
            "(camel-(aws|health|management-\\d|quartz|seda|sql|xml-io)|cloudwatch|commons-io|dynamodb|imds|jolokia|micrometer"
                    + "|picocli|prometheus|quartz|secretsmanager|sfn|smithy|sqlite|spring-(beans|core|jdbc|tx)|sqs|third-party-jackson-dataformat).*";

    @TempDir
    private Path folder;

    @Test
    void hasEveryClassThatItsClassesNeedAndNoOther() throws Exception {
        JavaClasses classes = new ClassFileImporter().importJar(new JarFile(jar().toFile()));
        Set<String> there = classes.stream().map(type -> type.getName()).collect(Collectors.toSet());
        Set<String> needed = classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> !dependency.getOriginClass().equals(dependency.getTargetClass()))
                .map(dependency ->
                        dependency.getTargetClass().getBaseComponentType().getName())
                .filter(name -> name.startsWith("dev.caravan."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(needed).isSubsetOf(there);
        assertThat(classes.that(resideInAPackage("dev.caravan.job..")).stream()
                        .filter(type -> type.getEnclosingClass().isEmpty())
                        .map(type -> type.getName()))
                .as("options that nothing of it has")
                .isSubsetOf(needed);
        assertThat(services()).isNotEmpty().isSubsetOf(there);
    }

    @Test
    void theExampleOfTheDocsCopiesABucket() throws Exception {
        Files.createDirectory(folder.resolve("camel"));
        Files.writeString(
                folder.resolve("camel/copy.camel.yaml"),
                DocExample.of("extend.md", "This route, ")
                        .replace("redeliveryDelay: \"1000\"", "redeliveryDelay: \"20\""));
        try (LocalOss oss = LocalOss.start().credential("AKOSS", "oss-secret");
                LocalS3 s3 = LocalS3.start().credential("AKS3", "s3-secret")) {
            Bucket from = oss.createBucket("from");
            Bucket to = s3.createBucket("to").region("eu-west-1");
            for (String key : List.of("a", "${header.CaravanStartAfter}", "ü/&?", "z")) {
                from.put(key, Content.of(key));
            }
            from.put("large", Content.synthetic(7, 3 << 20));
            s3.faults()
                    .add(Fault.on(Operation.PUT)
                            .key("z"::equals)
                            .times(1)
                            .then(FaultAction.answer(500, "InternalError")));
            // More objects than a page of a listing has.
            for (int i = 0; i < 1000; i++) {
                from.put("page/" + i, Content.of("" + i));
            }
            Files.writeString(
                    folder.resolve("application.properties"),
                    DocExample.of("extend.md", "Set the access to the stores in `application.properties`:")
                            + """
                    camel.component.oss.endpoint = %s
                    camel.component.s3.endpoint = %s
                    camel.component.s3.access-key-id = AKS3
                    camel.component.s3.secret-access-key = s3-secret
                    """.formatted(oss.endpoint(), s3.endpoint()));
            Files.writeString(
                    folder.resolve("logback.xml"),
                    "<configuration><appender name='out' class='ch.qos.logback.core.ConsoleAppender'><encoder>"
                            + "<pattern>%level %msg%n</pattern></encoder></appender><root level='INFO'><appender-ref"
                            + " ref='out'/></root></configuration>");
            Path log = folder.resolve("log");
            ProcessBuilder application = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            classPath(),
                            "org.apache.camel.main.Main")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            application.environment().put("OSS_KEY", "AKOSS");
            application.environment().put("OSS_SECRET", "oss-secret");
            Process process = application.start();
            try {
                await().atMost(Duration.ofMinutes(2)).until(() -> !process.isAlive() || to.size() == from.size());
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(to.keys()).as(Files.readString(log)).containsExactlyElementsOf(from.keys());
            for (String key : from.keys()) {
                assertThat(to.bytes(key)).as(key).isEqualTo(from.bytes(key));
            }
        }
    }

    /** Returns a class path of Camel, the components and their dependencies. */
    private String classPath() throws Exception {
        Path timer = Path.of(TimerComponent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> libraries = Files.list(HOME.resolve("lib"))) {
            Stream<Path> theirs =
                    libraries.filter(file -> !file.getFileName().toString().matches(PROGRAM));
            return Stream.concat(Stream.of(folder, jar(), timer), theirs)
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
        }
    }

    private static Set<String> services() throws IOException {
        Set<String> classes = new TreeSet<>();
        try (JarFile jar = new JarFile(jar().toFile())) {
            for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                if (!entry.isDirectory() && entry.getName().startsWith("META-INF/services/")) {
                    new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.replace("class=", ""))
                            .forEach(classes::add);
                }
            }
        }
        return classes;
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(HOME.getParent())) {
            return files.filter(file -> file.getFileName().toString().endsWith("-components.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
