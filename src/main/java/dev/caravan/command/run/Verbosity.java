package dev.caravan.command.run;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What {@code --verbose} does. The logging's own configuration, logback.xml, reads these properties when the first line is logged. */
public final class Verbosity {

    public static final String OPTION = "--verbose";

    private Verbosity() {}

    /** Runs the parsed command, with the logging that it asks for. */
    public static int applied(ParseResult arguments) {
        if (asked(arguments)) {
            System.setProperty("CARAVAN_LOG", "DEBUG");
            System.setProperty("CARAVAN_LOG_LIBRARIES", "INFO");
            System.setProperty("CARAVAN_LOG_TRACE", "%ex");
            System.setProperty("CARAVAN_LOG_JSON_TRACE", "true");
        }
        return new CommandLine.RunLast().execute(arguments);
    }

    public static boolean asked(ParseResult arguments) {
        ParseResult level = arguments;
        while (level != null) {
            if (level.hasMatchedOption(OPTION)) {
                return true;
            }
            level = level.subcommand();
        }
        return false;
    }
}
