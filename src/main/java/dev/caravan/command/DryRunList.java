package dev.caravan.command;

import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.Problem;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option by which a dry run tells every difference, which may be millions of lines. */
final class DryRunList {

    private static final String LIST = "--list";

    private DryRunList() {}

    static OptionSpec option() {
        return Command.flag(
                LIST, "With --dry-run: also tell every object that would be copied or deleted, a line each, and why.");
    }

    static boolean isWanted(ParseResult arguments, Job job) throws InvalidJobException {
        boolean wanted = arguments.hasMatchedOption(LIST);
        if (wanted && !job.dryRun()) {
            throw new InvalidJobException(List.of(new Problem(LIST, "goes with --dry-run only", true)));
        }
        return wanted;
    }
}
