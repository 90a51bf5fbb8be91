package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.SourceObject;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.VerifyRun;
import dev.caravan.job.CompareMode;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.OptionGroup;
import dev.caravan.verify.VerifyOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code caravan verify}: compares two buckets without changes. */
final class VerifyCommand extends Command {

    private static final String CONTENT = "--read-all";
    private static final String FORMER_CONTENT = "--checksum";
    private static final String IGNORE_EXTRA = "--ignore-extra";
    private static final String JSON = "--json";
    private static final String QUIET = "--quiet";

    private static final Set<JobOption> OPTIONS = Set.of(
            JobOption.DEST_ENDPOINT,
            JobOption.DEST_REGION,
            JobOption.DEST_PATH_STYLE,
            JobOption.DEST_SSE_C_KEY_FILE,
            JobOption.DEST_NETWORK,
            JobOption.DEST_PROXY,
            JobOption.CA_BUNDLE,
            JobOption.BACKUP_PREFIX,
            JobOption.LISTERS,
            JobOption.SLOTS,
            JobOption.BANDWIDTH,
            JobOption.SOURCE_REQUEST_RATE,
            JobOption.DEST_REQUEST_RATE,
            JobOption.ATTEMPTS,
            JobOption.REPORT);

    /** Of the options that select objects, those without a meaning here. */
    private static final Set<JobOption> MEANINGLESS =
            Set.of(JobOption.DELETE, JobOption.MAX_DELETE, JobOption.METADATA, JobOption.TAGS);

    /** The options that a fleet's environment may set but that have no meaning here. */
    private static final Map<JobOption, List<String>> FIXED = Map.of(
            JobOption.DELETE, List.of("false"),
            JobOption.IMMUTABLE, List.of("false"),
            JobOption.DEST_ACL, List.of(""),
            JobOption.OBJECT_LOCK, List.of("none"),
            JobOption.SKIP_COMPARE, List.of("false"),
            JobOption.TAGS, List.of("false"),
            JobOption.SOURCE_CHECKSUM, List.of("auto"),
            JobOption.CHECKSUM, List.of("auto"),
            JobOption.SERVER_SIDE_COPY, List.of("never"));

    VerifyCommand(Surroundings surroundings) {
        super(
                surroundings,
                "verify",
                "Compares SOURCE with DEST as sync does, and writes to neither. Prints one line for each object that is"
                        + " missing, extra or different at DEST, with the reason. Exits with 0 only if both are equal.",
                "",
                "SOURCE and DEST are s3://bucket/prefix, as for caravan sync. It needs s3:ListBucket on both, and s3:GetObject"
                        + " with " + CONTENT + " or if ETags decide.");
        JobArguments.addTo(spec, VerifyCommand::takes);
        addFlag(
                CONTENT,
                "Read both objects of each equal pair completely and compare their bytes; --slots pairs at a time."
                        + " --bandwidth counts both sides' bytes.");
        spec.addOption(flag(FORMER_CONTENT).hidden(true).build());
        addFlag(IGNORE_EXTRA, "Ignore extra objects of DEST; only the summary counts them.");
        addFlag(JSON, "Print JSON, one object a line; the summary is the last line.");
        addFlag(QUIET, "Print only the summary.");
        exitCode(ExitCode.DONE, "both sides agree");
        exitCode(ExitCode.OBJECTS_FAILED, "they differ, or some objects can't be read");
        exitCode(ExitCode.RUN_FAILED, "the run itself failed, or its output can't be written: the result is unknown");
        exitCodesOfSignals();
        examples(
                "  caravan verify s3://from s3://to/backup --dest-region eu-west-1",
                "  caravan verify s3://from s3://to --read-all --slots 16 --report verified.csv",
                "  caravan verify s3://from s3://to --keys-from keys.txt",
                "  caravan verify s3://from s3://to --quiet --ignore-extra && echo all there");
    }

    private static boolean takes(JobOption option) {
        boolean selects = option.group() == OptionGroup.SELECTION && !MEANINGLESS.contains(option);
        return selects || option.group() == OptionGroup.SOURCE || OPTIONS.contains(option);
    }

    @Override
    public Integer call() throws Exception {
        Job job = JobArguments.read(
                arguments(), JobArguments.settings(arguments(), surroundings, VerifyCommand::takes, FIXED));
        if (job.compare() == CompareMode.ALWAYS) {
            throw wrong(
                    JobOption.COMPARE.commandLineName() + ": always compares nothing; use auto, size, etag or mtime");
        }
        VerifyOptions options = new VerifyOptions(
                given(CONTENT) || given(FORMER_CONTENT), given(IGNORE_EXTRA), given(JSON), given(QUIET));
        if (job.fidelity().allVersions() && options.checksum()) {
            throw wrong(JobOption.VERSIONS.commandLineName() + ": all can't be used with " + CONTENT);
        }
        OpenFiles.check(job, surroundings.systemProperties(), err);
        return new VerifyRun(SourceObject.resolved(job, arguments(), err), options, surroundings).run();
    }
}
