package dev.caravan.flow;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.TypeConverter;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RecordConverterTest {

    private static final String KEY = "a \"${body}\"\né";

    @Test
    void aRecordIsAMapOrALineOfJson() throws Exception {
        Instant start = Instant.parse("2026-11-22T07:00:00Z");
        StatusRecord record = new StatusRecord(
                KEY, JobStatus.DONE, 7, "etag", "", "", start, start.plusMillis(1500), 2, "", "", 0, 0, 0);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getComponent("transfer");
            context.start();
            TypeConverter converter = context.getTypeConverter();
            assertThat((Map<?, ?>) converter.convertTo(Map.class, record))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("ObjectKey", KEY)
                    .containsEntry("JobStatus", "DONE")
                    .containsEntry("SpentTime", 1.5)
                    .containsEntry("Attempts", 2);
            String line = converter.convertTo(String.class, record);
            assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
            assertThat(new ObjectMapper().readTree(line).path("ObjectKey").textValue())
                    .isEqualTo(KEY);
            assertThat(converter.convertTo(byte[].class, record)).isEqualTo(line.getBytes(StandardCharsets.UTF_8));
            assertThat(converter.convertTo(InputStream.class, record).readAllBytes())
                    .isEqualTo(line.getBytes(StandardCharsets.UTF_8));
        }
    }
}
