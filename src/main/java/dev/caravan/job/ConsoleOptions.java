package dev.caravan.job;

import java.nio.file.Path;

/**
 * The console of a run.
 *
 * @param mode its permissions
 * @param port on 127.0.0.1; 0 for a free one
 * @param passwordFile with one line {@code user:password}; null for none
 */
public record ConsoleOptions(ConsoleMode mode, int port, Path passwordFile) {

    /** Reads the options of a command without a job. Throws {@link InvalidJobException} with all problems. */
    public static ConsoleOptions read(Settings settings) throws InvalidJobException {
        OptionReader options = new OptionReader(settings);
        ConsoleOptions read = read(options);
        options.throwProblems();
        return read;
    }

    static ConsoleOptions read(OptionReader options) {
        ConsoleMode mode = options.one(JobOption.CONSOLE, ConsoleMode.class);
        Path passwordFile = options.path(JobOption.CONSOLE_PASSWORD_FILE);
        if (mode == ConsoleMode.OPERATE && passwordFile == null) {
            options.wrong(JobOption.CONSOLE, "operate is valid with --console-password-file only");
        } else if (passwordFile != null) {
            options.requireReadable(JobOption.CONSOLE_PASSWORD_FILE, passwordFile);
        }
        return new ConsoleOptions(mode, options.count(JobOption.CONSOLE_PORT), passwordFile);
    }

    public boolean on() {
        return mode != ConsoleMode.OFF;
    }
}
