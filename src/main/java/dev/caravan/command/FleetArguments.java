package dev.caravan.command;

import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Problem;
import java.util.ArrayList;
import java.util.List;

/** Checks the options that a fleet's processes need beyond those of one machine. */
final class FleetArguments {

    private FleetArguments() {}

    /** @throws InvalidJobException without queue or table, or with only one of the two options for giant objects */
    static void require(Job job) throws InvalidJobException {
        List<Problem> problems = new ArrayList<>(2);
        require(job.fleet().queue(), JobOption.QUEUE, "the Amazon SQS queue", problems);
        require(job.fleet().table(), JobOption.TABLE, "the Amazon DynamoDB table of the records", problems);
        if (job.fleet().partsTable().isEmpty() != job.fleet().stateMachine().isEmpty()) {
            boolean machine = job.fleet().partsTable().isEmpty();
            JobOption missing = machine ? JobOption.PARTS_TABLE : JobOption.STATE_MACHINE;
            JobOption given = machine ? JobOption.STATE_MACHINE : JobOption.PARTS_TABLE;
            problems.add(new Problem(
                    missing.environmentName(),
                    "is missing: " + given.environmentName() + " is of no use without it; set both or neither",
                    false));
        }
        if (!problems.isEmpty()) {
            throw new InvalidJobException(problems);
        }
    }

    private static void require(String value, JobOption option, String what, List<Problem> problems) {
        if (value.isEmpty()) {
            problems.add(new Problem(
                    option.environmentName(),
                    "is missing: name " + what + " by it or by " + option.commandLineName(),
                    false));
        }
    }
}
