package dev.caravan.report;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.JobReader;
import dev.caravan.job.Settings;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import dev.caravan.store.DeniedException;
import dev.caravan.store.TransientException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private final Progress progress = new Progress();

    private String summary(String... options) {
        try {
            Map<JobOption, List<String>> given = new EnumMap<>(JobOption.class);
            for (int i = 0; i < options.length; i += 2) {
                given.put(JobOption.valueOf(options[i]), List.of(options[i + 1]));
            }
            Job job = JobReader.read("s3://a", "s3://b", new Settings(given, Map.of(), Map.of(), Map.of()));
            StringWriter text = new StringWriter();
            Summary.print(progress, job, "records", new PrintWriter(text));
            return text.toString();
        } catch (InvalidJobException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void failuresAreCountedByKindWithThePlaceOfTheList() {
        for (int i = 0; i < 1200; i++) {
            progress.failed(failure("k" + i, new DeniedException("PUT: 403", 403, "AccessDenied")));
        }
        progress.failed(failure("z", new TransientException("PUT: 500", 500, "InternalError")));
        assertThat(summary())
                .contains("failed                   1,201: 1,200 Denied, 1 Transient; --report FILE lists each object");
        assertThat(summary("REPORT", "fate.csv")).contains("1 Transient; each object is in fate.csv");
    }

    private static RecentFailures.Entry failure(String key, Exception failure) {
        return RecentFailures.Entry.of(key, 1, failure, "");
    }

    @Test
    void objectsThatOptionsExcludeAreCounted() {
        assertThat(summary()).doesNotContain("left out by options").contains("listed    ");
        progress.excluded(3019);
        assertThat(summary()).contains("left out by options      3,019");
    }

    @Test
    void keysOfAListAreLookedUp() {
        progress.listed(2, 1);
        assertThat(summary("KEYS_FROM", "-"))
                .contains("looked up                2 at the source, 1 at the destination")
                .doesNotContain("listed");
    }

    @Test
    void whatCouldNotBeVerifiedIsReported() {
        for (int i = 0; i < 1200; i++) {
            progress.copied(1, 1);
            progress.unverified();
        }
        assertThat(summary()).contains("1,200 objects could not be verified");
        assertThat(ProgressLine.ofWorkerNow(progress)).contains(", 1,200 without a checksum to verify them");
    }

    @Test
    void whereAllWasVerifiedOrNothingWasAskedForNothingIsReportedOfIt() {
        progress.copied(1, 1);
        assertThat(summary()).doesNotContain("verified");
        assertThat(ProgressLine.ofWorkerNow(progress)).doesNotContain("verified");
    }
}
