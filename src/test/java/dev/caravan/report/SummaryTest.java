package dev.caravan.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.progress.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private final Progress progress = new Progress();

    private String summary() {
        StringWriter text = new StringWriter();
        Summary.print(progress.now(), "records", new PrintWriter(text));
        return text.toString();
    }

    @Test
    void whatCouldNotBeVerifiedIsReported() {
        for (int i = 0; i < 1200; i++) {
            progress.copied(1, 1);
            progress.unverified();
        }
        assertThat(summary()).contains("1,200 objects had nothing to be verified against");
        assertThat(ProgressLine.ofWorkerNow(progress)).contains(", 1,200 with nothing to be verified against");
    }

    @Test
    void whereAllWasVerifiedOrNothingWasAskedForNothingIsReportedOfIt() {
        progress.copied(1, 1);
        assertThat(summary()).doesNotContain("verified");
        assertThat(ProgressLine.ofWorkerNow(progress)).doesNotContain("verified");
    }
}
