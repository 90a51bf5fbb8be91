package dev.caravan.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The console of a run.
 *
 * @param mode its permissions
 * @param port on 127.0.0.1; 0 for a free one
 * @param passwordFile with one line {@code user:password}; null for none
 */
public record ConsoleOptions(ConsoleMode mode, int port, Path passwordFile) {

    public static final ConsoleOptions NONE = new ConsoleOptions(ConsoleMode.OFF, 0, null);

    /**
     * Reads the options of a command without a job.
     *
     * @throws InvalidJobException with all problems
     */
    public static ConsoleOptions read(Settings settings) throws InvalidJobException {
        List<Problem> problems = new ArrayList<>(settings.problems());
        ConsoleOptions read = read(new OptionReader(settings, problems));
        if (!problems.isEmpty()) {
            throw new InvalidJobException(problems);
        }
        return read;
    }

    static ConsoleOptions read(OptionReader options) {
        ConsoleMode mode = options.one(JobOption.CONSOLE, ConsoleMode.class);
        Path passwordFile = options.path(JobOption.CONSOLE_PASSWORD_FILE);
        if (mode == ConsoleMode.OPERATE && passwordFile == null) {
            options.wrong(JobOption.CONSOLE, "operate goes with --console-password-file only");
        } else if (passwordFile != null && (!Files.isReadable(passwordFile) || Files.isDirectory(passwordFile))) {
            options.wrong(
                    JobOption.CONSOLE_PASSWORD_FILE,
                    "there is no readable file " + Printable.of(passwordFile.toString()));
        }
        return new ConsoleOptions(mode, options.count(JobOption.CONSOLE_PORT), passwordFile);
    }

    public boolean on() {
        return mode != ConsoleMode.OFF;
    }
}
