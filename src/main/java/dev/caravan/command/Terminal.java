package dev.caravan.command;

import dev.caravan.observe.logs.LogFormat;

/** Whether people watch: the launcher knows, because Java can't tell for standard error alone. Who wants JSON is a program. */
final class Terminal {

    private Terminal() {}

    static boolean isOne() {
        return Boolean.getBoolean("caravan.terminal") && LogFormat.of(System.getenv()) == LogFormat.TEXT;
    }
}
