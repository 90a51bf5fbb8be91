package dev.caravan.command.run;

import dev.caravan.observe.logs.LogFormat;

/**
 * Knows from the launcher whether standard error is a terminal, which Java can't detect alone. JSON is for programs.
 */
public final class Terminal {

    private Terminal() {}

    public static boolean isOne() {
        return Boolean.getBoolean("caravan.terminal") && LogFormat.of(System.getenv()) == LogFormat.TEXT;
    }
}
