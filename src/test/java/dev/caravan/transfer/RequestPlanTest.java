package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.JobReader;
import dev.caravan.job.Settings;
import dev.caravan.message.PartPlan;
import dev.caravan.store.ObjectSummary;
import dev.caravan.transfer.RequestPlan.Requests;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPlanTest {

    private static final String MD5 = "0123456789abcdef0123456789abcdef";
    private static final long MIB = 1 << 20;

    private static final Map<JobOption, String> SIGNED = Map.of(
            JobOption.SOURCE_REGION, "r",
            JobOption.SOURCE_ACCESS_KEY_ID, "id",
            JobOption.SOURCE_SECRET_ACCESS_KEY, "secret");

    @Test
    void aSmallObjectIsOneGetAndOnePut() throws Exception {
        assertThat(plan(Map.of()).of(object(64 * MIB - 1, MD5))).isEqualTo(new Requests(1, 1, 0, 64 * MIB - 1));
    }

    @Test
    void whereTheEtagWillBeAnotherTheSourceIsAskedTwice() throws Exception {
        Requests twice = new Requests(2, 1, 0, 7);
        assertThat(plan(Map.of()).of(object(7, MD5 + "-2"))).isEqualTo(twice);
        assertThat(plan(Map.of()).of(object(7, ""))).isEqualTo(twice);
        assertThat(plan(Map.of(JobOption.DEST_SSE, "aws:kms")).of(object(7, MD5)))
                .isEqualTo(twice);
    }

    @Test
    void aLargeObjectIsReadByParts() throws Exception {
        assertThat(plan(Map.of()).of(object(65 * MIB, MD5))).isEqualTo(new Requests(7, 7, 0, 65 * MIB));
        assertThat(plan(Map.of(JobOption.PART_SIZE, "5MiB")).of(object(65 * MIB, MD5)))
                .isEqualTo(new Requests(15, 15, 0, 65 * MIB));
    }

    @Test
    void tenThousandPartsAlwaysSuffice() throws Exception {
        long tebibyte = 1L << 40;
        assertThat(plan(Map.of()).of(object(tebibyte, MD5)).destinationWrites()).isLessThanOrEqualTo(10_002);
    }

    @Test
    void whatIsTooLargeIsNoFailureOfTheEstimate() throws Exception {
        assertThat(plan(Map.of()).of(object(PartPlan.MAX_SIZE + 1, MD5)).sourceReads())
                .isEqualTo(2);
    }

    @Test
    void whatTheServiceCopiesIsReadByNobodyHere() throws Exception {
        RequestPlan plan = plan(Map.of(JobOption.SERVER_SIDE_COPY, "always"));
        assertThat(plan.of(object(1024 * MIB, MD5))).isEqualTo(new Requests(0, 1, 0, 0));
        assertThat(plan.of(object(7, MD5 + "-2"))).isEqualTo(new Requests(1, 1, 1, 0));
        assertThat(plan.of(object(1025 * MIB, MD5))).isEqualTo(new Requests(3, 7, 1, 0));
    }

    @ParameterizedTest
    @CsvSource({"s3, 2", "cos, 2", "oss, 1", "kodo, 1"})
    void headWithoutAnErrorCodeCostsAGetBeforeADelete(String scheme, long reads) throws Exception {
        assertThat(plan(scheme, SIGNED).readsBeforeDelete()).isEqualTo(reads);
    }

    @Test
    void partsOfAnObjectFromKodoAreWholeBlocks() throws Exception {
        Map<JobOption, String> options = new EnumMap<>(SIGNED);
        options.put(JobOption.PART_SIZE, "5MiB");
        options.put(JobOption.MULTIPART_THRESHOLD, "16MiB");
        assertThat(plan("kodo", options).of(object(33 * MIB, "lnmoz9lrkr6HWgZyTqu1vD0MUj6R")))
                .isEqualTo(new Requests(7, 7, 0, 33 * MIB));
        options.put(JobOption.SOURCE_CHECKSUM, "none");
        assertThat(plan("kodo", options).of(object(33 * MIB, "lnmoz9lrkr6HWgZyTqu1vD0MUj6R")))
                .isEqualTo(new Requests(9, 9, 0, 33 * MIB));
    }

    private static ObjectSummary object(long size, String etag) {
        return new ObjectSummary("k", size, etag, Instant.EPOCH, "");
    }

    /** Returns a plan that streams the object, unless the options say otherwise. */
    private static RequestPlan plan(Map<JobOption, String> options) throws Exception {
        return plan("s3", options);
    }

    private static RequestPlan plan(String scheme, Map<JobOption, String> options) throws Exception {
        Map<JobOption, List<String>> arguments = new EnumMap<>(JobOption.class);
        arguments.put(JobOption.SERVER_SIDE_COPY, List.of("never"));
        options.forEach((option, value) -> arguments.put(option, List.of(value)));
        Job job = JobReader.read(
                scheme + "://from-1250000000", "s3://to", new Settings(arguments, Map.of(), Map.of(), Map.of()));
        return new RequestPlan(job, Map.of());
    }
}
