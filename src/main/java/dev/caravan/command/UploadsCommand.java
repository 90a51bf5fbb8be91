package dev.caravan.command;

import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.UploadsRun;
import dev.caravan.job.Ages;
import dev.caravan.job.JobOption;
import dev.caravan.job.UploadsJob;
import java.time.Duration;
import java.util.Set;

/** {@code caravan uploads}: our unfinished multipart uploads. */
final class UploadsCommand extends Command {

    private static final String JSON = "--json";
    private static final String ABORT = "--abort-older-than";
    private static final Set<JobOption> OPTIONS = Set.of(
            JobOption.DEST_ENDPOINT,
            JobOption.DEST_REGION,
            JobOption.DEST_PATH_STYLE,
            JobOption.DEST_NETWORK,
            JobOption.DEST_PROXY,
            JobOption.CA_BUNDLE,
            JobOption.TABLE,
            JobOption.PARTS_TABLE,
            JobOption.RECORDS);

    UploadsCommand(Surroundings surroundings) {
        super(
                surroundings,
                "uploads",
                "Lists the unfinished multipart uploads in the records of a fleet, or with --records of sync,"
                        + " oldest first. With --abort-older-than it aborts the old ones. It never lists or"
                        + " aborts an upload that is not on record.",
                "",
                "It needs dynamodb:Scan and dynamodb:GetItem, dynamodb:Query for the table of parts, s3:ListBucket,"
                        + " s3:ListMultipartUploadParts and s3:ListBucketMultipartUploads;"
                        + " to abort also s3:AbortMultipartUpload and dynamodb:UpdateItem.");
        spec.addPositional(argument(
                "DEST",
                "0",
                "0..1",
                "Where the uploads are. Default: DEST_BUCKET and DEST_PREFIX. Only keys below it count. To list, it may"
                        + " be missing; then parts of objects that one worker moves aren't counted."));
        JobArguments.addOptions(spec, OPTIONS::contains);
        addValue(
                ABORT,
                "AGE",
                Duration.class,
                Ages::parse,
                "Abort uploads that were begun, or last resumed by a worker, this long ago: 7d, 12h or 30m, without"
                        + " asking. Give more than the largest object takes: one that is still being moved starts again.");
        addFlag(
                JobOption.DRY_RUN.commandLineName(),
                "Only list what would be aborted. [" + JobOption.DRY_RUN.environmentName() + "]");
        addFlag(JSON, "Print JSON, one upload a line.");
    }

    @Override
    public Integer call() throws Exception {
        Duration age = arguments().matchedOptionValue(ABORT, (Duration) null);
        UploadsJob job = UploadsJob.read(
                arguments().matchedPositionalValue(0, (String) null),
                JobArguments.settings(arguments(), surroundings),
                age != null);
        return new UploadsRun(job, age, given(JSON), surroundings).run();
    }
}
