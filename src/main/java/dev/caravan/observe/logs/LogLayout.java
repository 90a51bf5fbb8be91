package dev.caravan.observe.logs;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** What logback.xml lays a line out with: the pattern there for people, or JSON with the line's fields. */
public final class LogLayout extends PatternLayout {

    private final boolean json = LogFormat.of(System.getenv()) == LogFormat.JSON;
    private boolean trace;

    /** Whether JSON has stack traces too, which the pattern asks for itself. */
    public void setTrace(boolean trace) {
        this.trace = trace;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return json ? json(event, trace) + System.lineSeparator() : super.doLayout(event);
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
