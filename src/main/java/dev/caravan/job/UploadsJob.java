package dev.caravan.job;

import java.nio.file.Path;

/**
 * The options for listing or aborting unfinished uploads; the rest of the job may be missing.
 *
 * @param table name of a fleet's table of records; empty for a records file
 * @param partsTable name of a fleet's table of parts; empty if unset
 * @param records database file of {@code sync} without extension; null for a fleet
 * @param destination where the uploads are; null if unset
 * @param dryRun whether to only list
 */
public record UploadsJob(String table, String partsTable, Path records, Side destination, boolean dryRun) {

    /**
     * Reads the job.
     *
     * @param destinationUrl DEST of the command line; null if missing
     * @param needsDestination whether the records alone aren't enough
     * @throws InvalidJobException with all problems
     */
    public static UploadsJob read(String destinationUrl, Settings settings, boolean needsDestination)
            throws InvalidJobException {
        OptionReader options = new OptionReader(settings);
        String table = options.text(JobOption.TABLE).strip();
        Path records = options.path(JobOption.RECORDS);
        boolean recordsSaid = options.setting(JobOption.RECORDS).argument();
        if (recordsSaid && options.setting(JobOption.TABLE).argument()) {
            options.wrong(JobOption.RECORDS, "and --table are both given; set only one of the two");
        } else if (table.isEmpty() && records == null) {
            options.wrong(
                    JobOption.TABLE.commandLineName(),
                    "this option is required; give it, or set " + JobOption.TABLE.environmentName()
                            + ", or give --records for the records of sync",
                    true);
        }
        boolean local = records != null && (recordsSaid || table.isEmpty());
        if (local && records.equals(JobReader.NO_RECORDS)) {
            options.wrong(
                    JobOption.RECORDS, "none: a sync without records has left no list of its uploads; name a file");
        }
        boolean hasDestination =
                destinationUrl != null || !options.text(JobOption.DEST_BUCKET).isBlank();
        Side destination =
                needsDestination || hasDestination ? new SideReader(options).destination(destinationUrl) : null;
        UploadsJob job = new UploadsJob(
                local ? "" : table,
                options.text(JobOption.PARTS_TABLE).strip(),
                local ? records : null,
                destination,
                options.flag(JobOption.DRY_RUN));
        options.throwProblems();
        return job;
    }
}
