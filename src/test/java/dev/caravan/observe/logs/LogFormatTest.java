package dev.caravan.observe.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogFormatTest {

    private static final String HOSTILE = "a\n\u001b[2J\u202e\u007f\"b\"";

    @Test
    void linesForPeopleBecomeObjectsOneALine() throws Exception {
        StringWriter to = new StringWriter();
        PrintWriter lines = LogFormat.JSON.over(new PrintWriter(to));
        lines.println("first");
        lines.print("sec");
        lines.println("ond \u001b[1m\"\u202e");
        lines.println();
        lines.flush();
        List<String> all = to.toString().lines().toList();
        assertThat(all).hasSize(2).allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 0x7f));
        assertThat(read(all.get(0)).get("message").textValue()).isEqualTo("first");
        assertThat(read(all.get(1)).get("message").textValue()).isEqualTo("second \u001b[1m\"\u202e");
    }

    @Test
    void aLoggersLineHasItsFieldsAndStaysOneHarmlessLine() throws Exception {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("dev.caravan.worker"), Level.WARN, "failed: {}", null, new Object[] {HOSTILE});
        event.setKeyValuePairs(List.of(new KeyValuePair("key", HOSTILE), new KeyValuePair("attempts", 3)));
        String line = LogLayout.json(event, false);
        assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        JsonNode read = read(line);
        assertThat(read.get("level").textValue()).isEqualTo("WARN");
        assertThat(read.get("message").textValue()).isEqualTo("failed: " + HOSTILE);
        assertThat(read.get("key").textValue()).isEqualTo(HOSTILE);
        assertThat(read.get("attempts").intValue()).isEqualTo(3);
        assertThat(read.get("time").textValue()).matches("\\d{4}-.*Z");
    }

    @Test
    void aLineForPeopleIsHarmlessAndHasItsStackTraceOnlyWhenAsked() {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "",
                context.getLogger("dev.caravan.worker"),
                Level.WARN,
                "failed: {}",
                new IllegalStateException("why"),
                new Object[] {HOSTILE});
        String line = LogLayout.text(event, false);
        assertThat(line)
                .matches(
                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) WARN  worker: failed: a\\?\\?\\[2J\\?\\?\"b\"\\R");
        assertThat(LogLayout.text(event, true))
                .startsWith(line + "java.lang.IllegalStateException: why")
                .contains("\tat ");
    }

    @Test
    void logsCaravansOwnLinesFromInfoOnAndTheLibrariesWarnings() {
        LoggerContext context = new LoggerContext();
        assertThat(new LogConfigurator().configure(context))
                .isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger("dev.caravan.Any").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("org.example.Any").getEffectiveLevel()).isEqualTo(Level.WARN);
        context.stop();
    }

    @Test
    void textIsLeftAsItIsAndAnythingElseIsRefused() {
        PrintWriter out = new PrintWriter(new StringWriter());
        assertThat(LogFormat.of(Map.of()).over(out)).isSameAs(out);
        assertThatThrownBy(() -> LogFormat.of(Map.of("CARAVAN_LOG_FORMAT", "xml")))
                .hasMessage("CARAVAN_LOG_FORMAT: must be text or json");
    }

    private static JsonNode read(String line) throws Exception {
        return new ObjectMapper().readTree(line);
    }
}
