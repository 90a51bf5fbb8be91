package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.LocalS3Test.assertFails;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Tests the faults that a test can set. */
class LocalS3FaultsTest {
    private LocalS3 s3;
    private Bucket bucket;
    private S3Client client;

    @BeforeEach
    void start() {
        s3 = LocalS3.start().credential("AK", "SK");
        bucket = s3.createBucket("b");
        client = LocalS3Client.of(s3);
    }

    @AfterEach
    void stop() {
        client.close();
        s3.close();
    }

    @Test
    void errorHitsTheOperationTheKeyAndTheNumberOfTimes() throws IOException {
        bucket.put("bad", "x");
        bucket.put("good", "x");
        Fault fault = s3.faults()
                .add(Fault.on(Operation.GET).key("bad"::equals).times(2).then(FaultAction.answer(503, "SlowDown", 7)));

        assertThat(get("good")).isEqualTo("x");
        assertThat(client.headObject(r -> r.bucket("b").key("bad")).contentLength())
                .isEqualTo(1);
        assertFails(503, "SlowDown", () -> get("bad"));
        assertThat(new RawHttp(s3).send("GET", "/b/bad").header("Retry-After")).isEqualTo("7");
        assertThat(get("bad")).isEqualTo("x");
        assertThat(fault.fired()).isEqualTo(2);
    }

    @Test
    void sdkRetriesUntilTheFaultIsOver() {
        bucket.put("k", "x");
        s3.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.answer(500, "InternalError")));

        try (S3Client retrying = LocalS3Client.retrying(s3)) {
            assertThat(retrying.getObjectAsBytes(r -> r.bucket("b").key("k")).asUtf8String())
                    .isEqualTo("x");
        }
        assertThat(s3.requests().log(Operation.GET))
                .extracting(RequestRecord::status)
                .containsExactly(500, 200);
    }

    @Test
    void refusedPutStoresNothing() {
        s3.faults().add(Fault.on(Operation.PUT).times(1).then(FaultAction.answer(503, "SlowDown")));

        assertFails(503, "SlowDown", () -> put("k", "x"));
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void resetComesBeforeTheAnswer() {
        s3.faults().add(Fault.on(Operation.PUT).times(1).then(FaultAction.reset()));

        assertThatThrownBy(() -> put("k", "x")).isInstanceOf(SdkClientException.class);
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void lostAnswerHasTakenEffect() {
        s3.faults()
                .add(Fault.on(Operation.PUT).key("a"::equals).then(FaultAction.doneThenAnswer(500, "InternalError")));
        s3.faults().add(Fault.on(Operation.PUT).key("b"::equals).then(FaultAction.doneThenReset()));

        assertFails(500, "InternalError", () -> put("a", "x"));
        assertThatThrownBy(() -> put("b", "x")).isInstanceOf(SdkClientException.class);
        assertThat(bucket.keys()).containsExactly("a", "b");
    }

    @Test
    void truncatedAndResetBodiesEndTooEarly() {
        bucket.put("k", Content.synthetic(1, 100_000));
        s3.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.truncate(60_000)));
        s3.faults().add(Fault.on(Operation.GET).skip(1).times(1).then(FaultAction.resetAfter(60_000)));

        for (int i = 0; i < 2; i++) {
            ResponseInputStream<GetObjectResponse> stream =
                    client.getObject(r -> r.bucket("b").key("k"));
            assertThat(stream.response().contentLength()).isEqualTo(100_000);
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
            stream.abort();
        }
        assertThat(client.getObjectAsBytes(r -> r.bucket("b").key("k")).asByteArray())
                .hasSize(100_000);
    }

    @Test
    void corruptByteIsTheOnlyWrongOne() {
        bucket.put("k", "abcdef");
        s3.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.corrupt(3)));

        assertThat(get("k")).isEqualTo("abceef");
        assertThat(get("k")).isEqualTo("abcdef");
    }

    @Test
    void slowBodyAndLatencyTakeTheirTime() {
        bucket.put("k", "x".repeat(1000));
        s3.faults()
                .add(Fault.on(Operation.GET)
                        .then(FaultAction.slow(10_000), FaultAction.latency(Duration.ofMillis(50))));
        long start = System.nanoTime();

        assertThat(get("k")).hasSize(1000);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(145));
    }

    @Test
    void errorBodyComesWithStatus200AndNoEffect() {
        String id = client.createMultipartUpload(r -> r.bucket("b").key("k")).uploadId();
        String etag = client.uploadPart(
                        r -> r.bucket("b").key("k").uploadId(id).partNumber(1), RequestBody.fromString("x"))
                .eTag();
        s3.faults().add(Fault.on(Operation.COMPLETE).times(1).then(FaultAction.errorBody("InternalError")));

        assertFails(
                200,
                "InternalError",
                () -> client.completeMultipartUpload(r -> r.bucket("b")
                        .key("k")
                        .uploadId(id)
                        .multipartUpload(m -> m.parts(
                                CompletedPart.builder().partNumber(1).eTag(etag).build()))));
        assertThat(s3.requests().log(Operation.COMPLETE))
                .extracting(RequestRecord::status)
                .containsExactly(200);
        assertThat(bucket.keys()).isEmpty();
        assertThat(bucket.openUploads()).hasSize(1);
    }

    @Test
    void pageIsOutOfOrderOrIncomplete() {
        List.of("a", "b", "c").forEach(key -> bucket.put(key, "x"));
        s3.faults().add(Fault.on(Operation.LIST).times(1).then(FaultAction.unorderedPage()));
        s3.faults().add(Fault.on(Operation.LIST).skip(1).times(1).then(FaultAction.droppedKey(1)));

        assertThat(list()).containsExactly("c", "b", "a");
        assertThat(list()).containsExactly("a", "c");
        assertThat(list()).containsExactly("a", "b", "c");
    }

    @Test
    void hooksRunAroundTheRequest() {
        bucket.put("k", "first");
        s3.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.before(() -> bucket.put("k", "second"))));
        s3.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.after(() -> bucket.put("k", "third"))));

        assertThat(get("k")).isEqualTo("second");
        assertThat(get("k")).isEqualTo("third");
    }

    @Test
    void chanceWithOneSeedHitsTheSameRequests() {
        List<List<Integer>> runs = new ArrayList<>();
        bucket.put("k", "x");
        for (int run = 0; run < 2; run++) {
            s3.faults().clear();
            s3.requests().reset();
            s3.faults().add(Fault.on(Operation.HEAD).chance(0.3, 42).then(FaultAction.answer(503, "SlowDown")));
            for (int i = 0; i < 50; i++) {
                try {
                    client.headObject(r -> r.bucket("b").key("k"));
                } catch (S3Exception e) {
                    assertThat(e.statusCode()).isEqualTo(503);
                }
            }
            runs.add(s3.requests().log().stream().map(RequestRecord::status).toList());
        }

        assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains(200, 503);
    }

    private void put(String key, String text) {
        client.putObject(r -> r.bucket("b").key(key), RequestBody.fromString(text));
    }

    private String get(String key) {
        return client.getObjectAsBytes(r -> r.bucket("b").key(key)).asUtf8String();
    }

    private List<String> list() {
        return client.listObjectsV2(r -> r.bucket("b")).contents().stream()
                .map(S3Object::key)
                .toList();
    }
}
