package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.JobReader;
import dev.caravan.job.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {

    @ParameterizedTest
    @CsvSource({
        "64, 1024, ''",
        "64, unlimited, ''",
        "64, '', ''",
        "64, 1073741816, ''",
        "4096, 1048576, ''",
        "auto, 256, 'caravan: only 256 files may be open at a time (ulimit -n); with --slots 8 and --part-slots 8'",
        "auto, 1024, ''",
        "auto, unlimited, ''",
        "4096, 1024, 'caravan: only 1024 files may be open at a time (ulimit -n); with --slots 4096 and --part-slots 8'",
    })
    void saysThatAJobMayOpenMoreFilesThanTheLimitAllows(String slots, String limit, String line) throws Exception {
        Map<String, String> system = Map.of("caravan.files", limit, "caravan.part-slots", "8");
        Job job = JobReader.read(
                "s3://from",
                "s3://to",
                new Settings(Map.of(JobOption.SLOTS, List.of(slots)), system, Map.of(), Map.of()));
        StringWriter err = new StringWriter();
        OpenFiles.check(job, system, new PrintWriter(err, true));
        assertThat(err.toString()).startsWith(line).hasLineCount(line.isEmpty() ? 0 : 1);
    }
}
