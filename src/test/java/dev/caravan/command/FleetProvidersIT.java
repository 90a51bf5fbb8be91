package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.LocalSource;
import dev.caravan.local.LocalStepFunctions;
import dev.caravan.local.Operation;
import dev.caravan.local.StoredObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tests a finder and workers that read buckets of Aliyun OSS, Tencent COS and Qiniu Kodo. */
@Order(2)
@Timeout(240)
class FleetProvidersIT {

    private static final String GIANT = "a \"giant\"\n中";

    @TempDir
    private Path folder;

    static Stream<String> schemes() {
        return LocalSource.SCHEMES.stream();
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aFleetMovesABucketAndAGiantObjectInIt(String scheme) throws Exception {
        try (LocalSource source = LocalSource.start(scheme);
                FleetCloud cloud = new FleetCloud(folder);
                LocalStepFunctions machine =
                        LocalStepFunctions.start(cloud.queue.endpoint(), cloud.table.endpoint(), 0.01)) {
            source.accept().key("SOURCE", "source-secret");
            cloud.environment.putAll(source.environment("SOURCE", "source-secret"));
            cloud.watchGiants(machine);
            fill(cloud);
            cloud.source
                    .objects()
                    .forEach(object -> source.bucket().put(object.key(), object.content(), object.attributes()));

            List<LocalWorker> workers = List.of(cloud.work(), cloud.work());
            cloud.find();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(cloud.table.attribute(GIANT, "JobStatus"))
                            .isEqualTo("DONE"));
            cloud.awaitEmptyQueue();
            cloud.endWorkers();

            assertThat(workers).noneMatch(worker -> worker.output().contains("Exception"));
            cloud.assertAllThere();
            assertOnRecord(cloud, source);
            assertThat(cloud.queue.deadLetters().all()).isZero();
            // Kodo's ETag is a hash of 4 MiB blocks, so a part consists of whole blocks.
            assertThat(cloud.table.attribute(GIANT, "Parts")).isEqualTo(scheme.equals("kodo") ? "3" : "5");
            assertThat(cloud.destination.get(GIANT).orElseThrow().attributes().metadata())
                    .isEqualTo(Map.of("note", "=?UTF-8?B?5Lit?="));
            assertThat(cloud.table.attribute(GIANT, "Error")).isEqualTo("MetadataLeftOut: x-amz-meta-long");
            assertThat(cloud.to.requests().count(Operation.COMPLETE)).isEqualTo(2);
        }
    }

    /** OSS writes ETags in upper case. */
    private static void assertOnRecord(FleetCloud cloud, LocalSource source) {
        Map<String, Map<String, AttributeValue>> records = cloud.records();
        for (StoredObject object : source.bucket().objects()) {
            assertThat(records.get(object.key()))
                    .as(object.key())
                    .containsEntry("JobStatus", AttributeValue.fromS("DONE"))
                    .containsEntry(
                            "Etag",
                            AttributeValue.fromS(cloud.destination
                                    .get(object.key())
                                    .orElseThrow()
                                    .etag()));
            assertThat(records.get(object.key()).get("SourceEtag").s()).isEqualToIgnoringCase(object.etag());
        }
    }

    private static void fill(FleetCloud cloud) {
        for (int i = 0; i < 60; i++) {
            cloud.source.put("folder " + i % 7 + "/" + i, Content.synthetic(i, 1000L * i));
        }
        for (String key :
                List.of("a//b", "/leading", "trailing/", "a/../b", "space and + and %2F", "ünï/\uD83D\uDE80")) {
            cloud.source.put(key, "content of " + key);
        }
        cloud.source.put("empty", "");
        cloud.source.put("large", Content.synthetic(100, 11 * FleetCloud.MIB + 1));
        cloud.source.put(
                GIANT,
                Content.synthetic(101, 21 * FleetCloud.MIB + 1),
                Attributes.NONE.withMetadata("note", "中").withMetadata("long", "x".repeat(2048)));
    }
}
