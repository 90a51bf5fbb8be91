package dev.caravan.job;

import dev.caravan.job.Settings.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What must be known to look after uploads that were begun and not ended. The rest of the job needn't be.
 *
 * @param table the name of the fleet's table of records; empty where the records are a file's
 * @param partsTable the name of the fleet's table of parts; empty where it isn't said
 * @param records the database file of the records of {@code sync}, without its ending; null where they are a fleet's
 * @param destination where the uploads are; null where it isn't said
 * @param dryRun whether it is only told what would be done
 */
public record UploadsJob(String table, String partsTable, Path records, Side destination, boolean dryRun) {

    /**
     * The job of the settings.
     *
     * @param destinationUrl DEST of the command line; null where it is left out
     * @param needsDestination whether it isn't enough to read the records
     * @throws InvalidJobException with one problem for each thing that is wrong
     */
    public static UploadsJob read(String destinationUrl, Settings settings, boolean needsDestination)
            throws InvalidJobException {
        List<Problem> problems = new ArrayList<>(settings.problems());
        OptionReader options = new OptionReader(settings, problems);
        String table = options.text(JobOption.TABLE).strip();
        Path records = options.path(JobOption.RECORDS);
        boolean tableSaid = options.setting(JobOption.TABLE).origin() == Origin.COMMAND_LINE;
        boolean recordsSaid = options.setting(JobOption.RECORDS).origin() == Origin.COMMAND_LINE;
        if (tableSaid && recordsSaid) {
            options.wrong(JobOption.RECORDS, "and --table are both given; which of the two?");
        } else if (table.isEmpty() && records == null) {
            problems.add(new Problem(
                    JobOption.TABLE.commandLineName(),
                    "is missing: give it, or set " + JobOption.TABLE.environmentName()
                            + ", or give --records for the records of sync",
                    true));
        }
        boolean local = records != null && (recordsSaid || table.isEmpty());
        if (local && records.equals(JobReader.NO_RECORDS)) {
            options.wrong(
                    JobOption.RECORDS, "none: a sync without records has left no list of its uploads; name a file");
        }
        boolean hasDestination =
                destinationUrl != null || !options.text(JobOption.DEST_BUCKET).isBlank();
        Side destination = needsDestination || hasDestination
                ? new SideReader(options, problems).destination(destinationUrl)
                : null;
        UploadsJob job = new UploadsJob(
                local ? "" : table,
                options.text(JobOption.PARTS_TABLE).strip(),
                local ? records : null,
                destination,
                options.flag(JobOption.DRY_RUN));
        if (!problems.isEmpty()) {
            throw new InvalidJobException(problems);
        }
        return job;
    }
}
