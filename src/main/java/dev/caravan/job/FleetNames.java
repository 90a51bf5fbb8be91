package dev.caravan.job;

import java.util.ArrayList;
import java.util.List;

/**
 * What an operator's command needs to know of a fleet, whose job needn't be complete for it.
 *
 * @param queue the queue's name or URL; empty where it isn't said
 * @param table the name of the records' table; empty where it isn't said
 */
public record FleetNames(String queue, String table) {

    /**
     * The names of the settings.
     *
     * @param needed which of {@link JobOption#QUEUE} and {@link JobOption#TABLE} must be there
     * @throws InvalidJobException with one problem for each that is missing
     */
    public static FleetNames read(Settings settings, List<JobOption> needed) throws InvalidJobException {
        List<Problem> problems = new ArrayList<>(settings.problems());
        OptionReader options = new OptionReader(settings, problems);
        for (JobOption option : needed) {
            if (options.text(option).isBlank()) {
                problems.add(new Problem(
                        option.commandLineName(), "is missing: give it, or set " + option.environmentName(), true));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidJobException(problems);
        }
        return new FleetNames(
                options.text(JobOption.QUEUE).strip(),
                options.text(JobOption.TABLE).strip());
    }
}
