package dev.caravan.record;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.store.ObjectSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final String HOSTILE = "a\"b,c\n=cmd|'x'";

    @TempDir
    private Path folder;

    @Test
    void jsonLinesHoldAnyKeyOnOneLineEach() throws Exception {
        Path file = folder.resolve("report.jsonl");
        try (Report report = Report.to(file, () -> {})) {
            report.same(summary(HOSTILE));
            report.outcome("b", "WOULD_COPY", 7, "", "e", "");
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("key").textValue()).isEqualTo(HOSTILE);
        assertThat(first.get("fate").textValue()).isEqualTo("SAME");
        assertThat(new ObjectMapper().readTree(lines.get(1)).get("size").intValue())
                .isEqualTo(7);
    }

    @Test
    void csvQuotesWhatWouldBreakARow() throws Exception {
        Path file = folder.resolve("report.csv");
        try (Report report = Report.to(file, () -> {})) {
            report.same(summary(HOSTILE));
        }
        assertThat(Files.readString(file))
                .isEqualTo("key,fate,size,etag,sourceEtag,attempts,error,start,end,bytesMoved,reason\r\n"
                        + "\"a\"\"b,c\n=cmd|'x'\",SAME,5,\"\",\"etag\",0,\"\",,,0,\"\"\r\n");
    }

    @Test
    void reportThatCannotBeWrittenIsNamedWithTheReason() {
        Path file = folder.resolve("none").resolve("report.csv");
        assertThatThrownBy(() -> Report.to(file, () -> {}))
                .hasMessage("the report " + file + " can't be written: there is no such file or folder");
        assertThatThrownBy(() -> Report.to(folder, () -> {}))
                .hasMessage("the report " + folder + " can't be written: Is a directory");
    }

    /** Every write to /dev/full fails, as on a full disk. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void reportOnAFullDiskIsNamedWithTheReason() throws Exception {
        Report report = Report.to(Path.of("/dev/full"), () -> {});
        for (int i = 0; i < 10_000; i++) {
            report.same(summary("key"));
        }
        assertThatThrownBy(report::close).hasMessage("the report /dev/full can't be written: No space left on device");
    }

    private static ObjectSummary summary(String key) {
        return new ObjectSummary(key, 5, "etag", Instant.EPOCH, "");
    }
}
