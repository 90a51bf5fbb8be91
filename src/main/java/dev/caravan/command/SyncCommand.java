package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.RunOutput;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.SyncRun;
import dev.caravan.job.Job;
import dev.caravan.job.OptionGroup;

/** {@code caravan sync}: one run in this process. */
final class SyncCommand extends Command {

    SyncCommand(Surroundings surroundings) {
        super(
                surroundings,
                "sync",
                "Copies the objects of SOURCE that are missing or different at DEST, then exits. A second run copies only"
                        + " the objects that are still missing.",
                "",
                "SOURCE and DEST are s3://bucket/prefix; a prefix names a folder there and is taken literally, not"
                        + " URL-decoded. Every option may be set in the environment too, by the name in brackets.",
                "Credentials come from the environment (SOURCE_ACCESS_KEY_ID, SOURCE_SECRET_ACCESS_KEY,"
                        + " SOURCE_SESSION_TOKEN and DEST_...), from the secrets in AWS Secrets Manager that SRC_CREDENTIALS and"
                        + " DEST_CREDENTIALS name, or else from the AWS default chain; never from the command line.");
        JobArguments.addTo(spec, option -> option.group() != OptionGroup.FLEET);
        RunOutputOptions.addTo(this);
        exitCode(ExitCode.DONE, "done, and nothing failed");
        exitCode(ExitCode.OBJECTS_FAILED, "finished, but some objects failed");
        exitCode(
                ExitCode.LIMIT_REACHED,
                "ended by --max-objects, --max-bytes or --max-duration, and nothing failed; run it again to continue");
        exitCode(ExitCode.RUN_FAILED, "the run itself failed: a store that can't be reached, a full disk");
        exitCodesOfSignals();
        examples(
                "  caravan sync s3://from s3://to/backup --dest-region eu-west-1",
                "  caravan sync s3://open-data/2026 s3://mine --source-anonymous --dry-run",
                "  caravan sync s3://photos s3://photos --source-endpoint http://minio:9000 --exclude '*.tmp'",
                "  caravan sync s3://from s3://mirror --delete --max-delete 100 --report fate.csv");
    }

    @Override
    public Integer call() throws Exception {
        Job job = JobArguments.read(arguments(), surroundings);
        RunOutput output = RunOutputOptions.read(this, job);
        OpenFiles.check(job, surroundings.systemProperties(), err);
        return new SyncRun(RunOutputOptions.resolved(this, job, output), output, surroundings).run();
    }
}
