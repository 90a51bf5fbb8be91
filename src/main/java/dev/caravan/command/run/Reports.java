package dev.caravan.command.run;

import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.job.StoreUrl;
import dev.caravan.record.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a job's report. */
final class Reports {

    private Reports() {}

    /** Opens the report. One in Amazon S3 is a temporary file, which the routes send at the end; it stays if they fail. */
    static Report open(Job job, Routes routes) throws IOException {
        String name = job.report();
        if (name.isEmpty()) {
            return Report.none();
        }
        if (!StoreUrl.isOne(name)) {
            return Report.to(Path.of(name), () -> {});
        }
        Path local = Files.createTempFile("caravan-report-", name.substring(name.lastIndexOf('.')));
        return Report.to(local, () -> send(local, name, routes));
    }

    private static void send(Path local, String url, Routes routes) throws IOException {
        try {
            routes.writeFile(url, local.toFile());
        } catch (Exception e) {
            throw new IOException(
                    "the report can't be sent to " + Printable.of(url) + ": " + e.getMessage() + "; it is in " + local,
                    e);
        }
        Files.delete(local);
    }
}
