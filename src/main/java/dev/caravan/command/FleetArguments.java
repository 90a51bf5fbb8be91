package dev.caravan.command;

import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Problem;
import java.util.ArrayList;
import java.util.List;

/** What every process of a fleet must be told, though a run on one machine needs none of it. */
final class FleetArguments {

    private FleetArguments() {}

    /** @throws InvalidJobException where queue or table are not named */
    static void require(Job job) throws InvalidJobException {
        List<Problem> problems = new ArrayList<>(2);
        require(job.fleet().queue(), JobOption.QUEUE, "the Amazon SQS queue", problems);
        require(job.fleet().table(), JobOption.TABLE, "the Amazon DynamoDB table of the records", problems);
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
