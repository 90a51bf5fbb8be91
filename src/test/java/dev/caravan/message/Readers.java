package dev.caravan.message;

import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.JobReader;
import dev.caravan.job.Selection;
import dev.caravan.job.Settings;
import java.util.List;
import java.util.Map;

/** Makes readers for different jobs. */
public final class Readers {

    private Readers() {}

    /** Returns the reader of a job that mirrors the bucket {@code from}, with deletes. */
    public static MessageReader mirror() {
        return of("s3://from", Map.of(JobOption.DELETE, List.of("true")), List.of());
    }

    static MessageReader of(String source, Map<JobOption, List<String>> options, List<String> prefixes) {
        try {
            Job job = JobReader.read(source, "s3://to", new Settings(options, Map.of(), Map.of(), Map.of()));
            return new MessageReader(job, new Selection(job, prefixes, null));
        } catch (InvalidJobException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
