package dev.caravan.job;

import java.util.List;

/**
 * The names that an operator's command needs of a fleet, whose job may be incomplete.
 *
 * @param queue name or URL; empty if not set
 * @param table name of the records' table; empty if not set
 */
public record FleetNames(String queue, String table) {

    /**
     * Reads the names.
     *
     * @param needed which of {@link JobOption#QUEUE} and {@link JobOption#TABLE} are required
     * @throws InvalidJobException with all problems
     */
    public static FleetNames read(Settings settings, List<JobOption> needed) throws InvalidJobException {
        OptionReader options = new OptionReader(settings);
        for (JobOption option : needed) {
            if (options.text(option).isBlank()) {
                options.wrong(
                        option.commandLineName(),
                        "this option is required; give it, or set " + option.environmentName(),
                        true);
            }
        }
        options.throwProblems();
        return new FleetNames(
                options.text(JobOption.QUEUE).strip(),
                options.text(JobOption.TABLE).strip());
    }
}
