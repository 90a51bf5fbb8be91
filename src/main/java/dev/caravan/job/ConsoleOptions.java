package dev.caravan.job;

import java.nio.file.Path;

/**
 * The console of a run.
 *
 * @param mode what it may do
 * @param port of 127.0.0.1 that it listens to; 0 for a free one
 * @param passwordFile whose one line is {@code user:password}; null where none is asked for
 */
public record ConsoleOptions(ConsoleMode mode, int port, Path passwordFile) {

    /** No console. */
    public static final ConsoleOptions NONE = new ConsoleOptions(ConsoleMode.OFF, 0, null);

    public boolean on() {
        return mode != ConsoleMode.OFF;
    }
}
