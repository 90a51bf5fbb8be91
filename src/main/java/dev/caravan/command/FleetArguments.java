package dev.caravan.command;

import dev.caravan.job.Fleet;
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
        Fleet fleet = job.fleet();
        List<Problem> problems = new ArrayList<>(2);
        if (fleet.queue().isEmpty()) {
            problems.add(missing(JobOption.QUEUE, "name the Amazon SQS queue by it or by --queue"));
        }
        if (fleet.table().isEmpty()) {
            problems.add(missing(JobOption.TABLE, "name the Amazon DynamoDB table of the records by it or by --table"));
        }
        String useless = " has no effect without it; set both or neither";
        if (fleet.partsTable().isEmpty() && !fleet.stateMachine().isEmpty()) {
            problems.add(missing(JobOption.PARTS_TABLE, JobOption.STATE_MACHINE.environmentName() + useless));
        }
        if (fleet.stateMachine().isEmpty() && !fleet.partsTable().isEmpty()) {
            problems.add(missing(JobOption.STATE_MACHINE, JobOption.PARTS_TABLE.environmentName() + useless));
        }
        if (!problems.isEmpty()) {
            throw new InvalidJobException(problems);
        }
    }

    private static Problem missing(JobOption option, String advice) {
        return new Problem(option.environmentName(), "required: " + advice, false);
    }
}
