package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.local.Bucket;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.store.Backoff;
import dev.caravan.store.StoreException;
import dev.caravan.store.WritableStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.component.aws2.s3.AWS2S3Operations;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the route of single files with a server. */
class FileRouteTest extends CamelTestSupport {

    private static final Path ROUTE = Path.of("src/main/resources/routes/files.camel.yaml");

    private final LocalS3 server = LocalS3.start().credential("KEY", "secret");
    private final Bucket bucket = server.createBucket("files");

    @TempDir
    private Path folder;

    @Override
    protected void bindToRegistry(Registry registry) {
        S3Configuration configuration = new S3Configuration();
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setRegion(server.region());
        configuration.setPathStyle(true);
        configuration.setAccessKeyId("KEY");
        configuration.setSecretAccessKey("secret");
        S3Component component = new S3Component();
        component.setConfiguration(configuration);
        registry.bind(
                "files",
                new FileClient(
                        component::openStore,
                        name -> (WritableStore) component.openStore(name),
                        new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(2))));
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.setStreamCaching(false);
        context.getCamelContextExtension()
                .getContextPlugin(RoutesLoader.class)
                .loadRoutes(ResourceHelper.fromString(ROUTE.toString(), Files.readString(ROUTE)));
        return context;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a${body}b",
                "$simple{header.CaravanKey}",
                "${bean:type:java.lang.Runtime?method=getRuntime}",
                "${header.CaravanKey} {{caravan.slots}} ../ é%2F\".csv"
            })
    void aKeyIsNoExpression(String key) throws Exception {
        assertThat(written("files", key, "fates").getException()).isNull();
        assertThat(bucket.keys()).containsExactly(key);
        assertThat(read("files", key).getMessage().getBody(String.class)).isEqualTo("fates");
    }

    @Test
    void aFileIsWrittenAgainWhereAnAttemptFailsForAWhile() throws Exception {
        server.faults().add(Fault.on(Operation.PUT).times(2).then(FaultAction.answer(503, "ServiceUnavailable")));
        assertThat(written("files", "report.csv", "fates").getException()).isNull();
        assertThat(read("files", "report.csv").getMessage().getBody(String.class))
                .isEqualTo("fates");
        assertThat(server.requests().count(Operation.PUT)).isEqualTo(3);
    }

    @Test
    void aFileIsWrittenInTheFormThatTheStoreTakes() throws Exception {
        server.faults().add(Fault.on(Operation.PUT).times(1).then(FaultAction.answer(501, "NotImplemented")));
        assertThat(written("files", "report.csv", "fates").getException()).isNull();
        assertThat(bucket.keys()).containsExactly("report.csv");
    }

    @Test
    void anEmptyFileIsWritten() throws Exception {
        assertThat(written("files", "empty.csv", "").getException()).isNull();
        assertThat(read("files", "empty.csv").getMessage().getBody(String.class))
                .isEmpty();
    }

    @Test
    void anAbsentBucketIsReportedInTheStoresWords() throws Exception {
        assertThat(read("none", "list").getException()).isInstanceOf(StoreException.class);
        assertThat(written("none", "report.csv", "fates").getException())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("s3://none");
    }

    private Exchange written(String to, String key, String text) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), text, StandardCharsets.UTF_8);
        return template.request("direct:file", exchange -> {
            exchange.getMessage().setHeader(AWS2S3Constants.OVERRIDE_BUCKET_NAME, to);
            exchange.getMessage().setHeader(ObjectStoreHeaders.KEY, key);
            exchange.getMessage().setBody(file.toFile());
        });
    }

    private Exchange read(String from, String key) {
        return template.request("direct:file", exchange -> {
            exchange.getMessage().setHeader(AWS2S3Constants.S3_OPERATION, AWS2S3Operations.getObject);
            exchange.getMessage().setHeader(AWS2S3Constants.OVERRIDE_BUCKET_NAME, from);
            exchange.getMessage().setHeader(ObjectStoreHeaders.KEY, key);
        });
    }
}
