package dev.caravan.observe.logs;

import java.io.PrintWriter;
import java.util.Map;

/** The format of log lines: text, or one JSON object a line with {@code CARAVAN_LOG_FORMAT=json}. */
public enum LogFormat {
    TEXT,
    JSON;

    public static final String VARIABLE = "CARAVAN_LOG_FORMAT";

    /**
     * Reads the format from the environment.
     *
     * @throws IllegalArgumentException with a message for people for any other value
     */
    public static LogFormat of(Map<String, String> environment) {
        return switch (environment.getOrDefault(VARIABLE, "")) {
            case "", "text" -> TEXT;
            case "json" -> JSON;
            default -> throw new IllegalArgumentException(VARIABLE + ": must be text or json");
        };
    }

    /** Returns a writer that converts text lines to this format. */
    public PrintWriter over(PrintWriter out) {
        return this == TEXT ? out : new PrintWriter(new JsonLines(out), true);
    }
}
