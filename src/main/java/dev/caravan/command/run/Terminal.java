package dev.caravan.command.run;

import dev.caravan.observe.logs.LogFormat;

/** Whether people watch: the launcher knows, because Java can't tell for standard error alone. Who wants JSON is a program. */
public final class Terminal {

    private Terminal() {}

    public static boolean isOne() {
        return Boolean.getBoolean("caravan.terminal") && LogFormat.of(System.getenv()) == LogFormat.TEXT;
    }
}
