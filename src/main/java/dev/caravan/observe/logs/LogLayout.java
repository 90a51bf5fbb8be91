package dev.caravan.observe.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** Formats a log line as text, or as JSON with the line's fields. */
final class LogLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssXXX", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final LogFormat format;
    private final boolean trace;

    LogLayout(LogFormat format, boolean trace) {
        this.format = format;
        this.trace = trace;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return format == LogFormat.JSON ? json(event, trace) + System.lineSeparator() : text(event, trace);
    }

    static String text(ILoggingEvent event, boolean trace) {
        String level = event.getLevel().toString();
        String logger = event.getLoggerName();
        StringBuilder line = new StringBuilder(TIME.format(event.getInstant()))
                .append(' ')
                .append(level)
                .append(" ".repeat(Math.max(1, 6 - level.length())))
                .append(logger, logger.lastIndexOf('.') + 1, logger.length())
                .append(": ");
        event.getFormattedMessage().chars().forEach(c -> line.append(isHarmless(c) ? (char) c : '?'));
        line.append(System.lineSeparator());
        if (trace && event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    /** Returns whether a character of a key can't start a line, control the terminal or turn the text's direction. */
    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    static String json(ILoggingEvent event, boolean trace) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.put(pair.key, pair.value);
            }
        }
        if (trace && event.getThrowableProxy() != null) {
            fields.put("trace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return JsonLine.of(
                event.getInstant(),
                event.getLevel().toString(),
                event.getLoggerName(),
                event.getFormattedMessage(),
                fields);
    }
}
