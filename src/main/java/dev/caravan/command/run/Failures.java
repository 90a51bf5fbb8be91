package dev.caravan.command.run;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.aws.NoRegionException;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Printable;
import dev.caravan.job.Problem;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints why a command can't run or failed: one line for each problem. */
public final class Failures {

    private Failures() {}

    public static int usage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            Unknown.lines(command, unmatched.getUnmatched()).forEach(text -> err.println(line(text)));
        } else {
            err.println(line(failure.getMessage()));
        }
        err.println(hint(command));
        return ExitCode.USAGE;
    }

    /** Reports an exception of the command. */
    public static int running(Exception thrown, CommandLine command, ParseResult arguments) {
        Exception failure = ControlPlaneProblem.translated(thrown);
        PrintWriter err = command.getErr();
        if (failure instanceof InvalidJobException invalid) {
            for (Problem problem : invalid.problems()) {
                err.println(line(problem.toString()));
            }
            err.println(hint(command));
            return invalid.usage() ? ExitCode.USAGE : ExitCode.CONFIGURATION;
        }
        unexpected(failure, Verbosity.asked(arguments), err);
        return exitCode(failure);
    }

    /** Returns the exit code. A failure of a store or service isn't a configuration error. */
    static int exitCode(Exception thrown) {
        Exception failure = ControlPlaneProblem.translated(thrown);
        if (failure instanceof CannotStartException cannot) {
            return cannot.exitCode();
        }
        return failure instanceof NoRegionException ? ExitCode.CONFIGURATION : ExitCode.RUN_FAILED;
    }

    /** Prints an unexpected failure in one line, with its stack trace if requested. */
    public static void unexpected(Throwable failure, boolean verbose, PrintWriter err) {
        err.println(line(message(failure)));
        if (verbose) {
            failure.printStackTrace(err);
        }
    }

    static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private static String line(String message) {
        return Program.NAME + ": " + Printable.of(message.strip());
    }

    private static String hint(CommandLine command) {
        return "'" + command.getCommandSpec().qualifiedName() + " --help' shows the usage.";
    }
}
