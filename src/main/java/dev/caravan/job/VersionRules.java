package dev.caravan.job;

import java.util.List;

/** The options that exclude copying all versions. */
final class VersionRules {

    /** They select among, compare, overwrite or count current objects only. */
    private static final List<JobOption> EXCLUDED = List.of(
            JobOption.COMPARE,
            JobOption.DELETE,
            JobOption.FILTER_FROM,
            JobOption.MIN_SIZE,
            JobOption.MAX_SIZE,
            JobOption.NEWER_THAN,
            JobOption.OLDER_THAN,
            JobOption.SOURCE_STORAGE_CLASS,
            JobOption.PREFIX,
            JobOption.PREFIX_LIST,
            JobOption.KEYS_FROM,
            JobOption.INVENTORY,
            JobOption.IMMUTABLE,
            JobOption.BACKUP_PREFIX,
            JobOption.MAX_OBJECTS,
            JobOption.MAX_BYTES,
            JobOption.COUNT_FIRST);

    private VersionRules() {}

    /** Reports options that conflict with copying all versions. */
    static void check(Job job, OptionReader options) {
        if (!job.fidelity().allVersions()) {
            return;
        }
        if (job.source() != null && job.source().type() != StoreType.S3) {
            options.wrong(
                    JobOption.VERSIONS,
                    "all is valid with s3:// only: versions of "
                            + job.source().type().title() + " aren't read");
        }
        for (JobOption option : EXCLUDED) {
            Object value = options.read(option);
            if (value != null && !value.equals(options.byDefault(option))) {
                options.wrong(
                        JobOption.VERSIONS,
                        "all can't be used with " + options.setting(option).name());
            }
        }
        if (!job.write().includeMetadata()) {
            options.wrong(
                    JobOption.VERSIONS,
                    "all can't be used without metadata: each copy names its version there, so that a run can go on");
        }
        if (job.serverSideCopy() == ServerSideCopy.ALWAYS) {
            options.wrong(JobOption.VERSIONS, "all can't be used with copies by the service: bytes are streamed");
        }
    }
}
