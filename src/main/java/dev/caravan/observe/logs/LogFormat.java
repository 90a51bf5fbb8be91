package dev.caravan.observe.logs;

import java.io.PrintWriter;
import java.util.Map;

/** How the process tells what it does: lines for people, or one JSON object a line with {@code CARAVAN_LOG_FORMAT=json}. */
public enum LogFormat {
    TEXT,
    JSON;

    /** In the environment. */
    public static final String VARIABLE = "CARAVAN_LOG_FORMAT";

    /**
     * What the environment asks for.
     *
     * @throws IllegalArgumentException with a message for people where that is neither
     */
    public static LogFormat of(Map<String, String> environment) {
        return switch (environment.getOrDefault(VARIABLE, "")) {
            case "", "text" -> TEXT;
            case "json" -> JSON;
            default -> throw new IllegalArgumentException(VARIABLE + ": must be text or json");
        };
    }

    /** A writer that brings lines for people into this format. */
    public PrintWriter over(PrintWriter out) {
        return this == TEXT ? out : new PrintWriter(new JsonLines(out), true);
    }
}
