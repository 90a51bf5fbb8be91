package dev.caravan.command.run;

import dev.caravan.observe.logs.LogConfigurator;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Applies {@code --verbose}: the log reads these properties at its first line. */
public final class Verbosity {

    public static final String OPTION = "--verbose";

    private Verbosity() {}

    public static int applied(ParseResult arguments) {
        if (asked(arguments)) {
            System.setProperty(LogConfigurator.LEVEL, "DEBUG");
            System.setProperty(LogConfigurator.LIBRARIES, "INFO");
            System.setProperty(LogConfigurator.TRACE, "true");
        }
        return new CommandLine.RunLast().execute(arguments);
    }

    public static boolean asked(ParseResult arguments) {
        return arguments.hasMatchedOption(OPTION) || (arguments.hasSubcommand() && asked(arguments.subcommand()));
    }
}
