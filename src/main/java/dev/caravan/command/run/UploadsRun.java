package dev.caravan.command.run;

import dev.caravan.aws.ControlPlane;
import dev.caravan.component.s3.S3Component;
import dev.caravan.component.s3.S3Store;
import dev.caravan.job.Ages;
import dev.caravan.job.Printable;
import dev.caravan.job.Side;
import dev.caravan.job.UploadsJob;
import dev.caravan.record.OpenUploads;
import dev.caravan.record.dynamo.StatusScan;
import dev.caravan.record.dynamo.TableUploads;
import dev.caravan.record.local.DatabaseUploads;
import dev.caravan.record.local.RecordsDatabase;
import dev.caravan.report.UploadList;
import dev.caravan.report.UploadSweep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One run of {@code uploads}: opens records and destination, and lists or aborts uploads.
 *
 * @param age from which uploads are aborted; null for none
 */
public record UploadsRun(UploadsJob job, Duration age, boolean json, Surroundings surroundings) {

    public int run() throws Exception {
        UploadList list = new UploadList(surroundings.out(), json, Instant.now());
        if (job.destination() == null) {
            read(list, null);
        } else {
            readBoth(list, job.destination());
        }
        return list.failed() == 0 ? ExitCode.DONE : ExitCode.OBJECTS_FAILED;
    }

    private void readBoth(UploadList list, Side destination) throws Exception {
        try (Identities identities = new Identities()) {
            S3Component component = SourceComponents.s3(destination);
            component.getConfiguration().setCredentialsSource(identities.open(new SideIdentity(destination, false)));
            try (S3Store store = (S3Store) Stores.open(component, destination.bucket())) {
                Stores.check(store);
                read(list, store);
            }
        }
    }

    private void read(UploadList list, S3Store store) throws Exception {
        if (job.records() == null) {
            try (ControlPlane aws = new ControlPlane(StatusScan.SEGMENTS)) {
                sweep(list, new TableUploads(aws.dynamoDb(), job.table(), job.partsTable()), store);
            }
        } else {
            try (RecordsDatabase database = database(job.records().toAbsolutePath())) {
                String destination =
                        job.destination() == null ? "" : job.destination().location();
                sweep(list, new DatabaseUploads(database, destination), store);
            }
        }
    }

    private void sweep(UploadList list, OpenUploads records, S3Store store) throws Exception {
        UploadSweep sweep = new UploadSweep(
                records, store, store == null ? key -> List.of() : store::uploads, list, UploadSweep.KEPT);
        String prefix = job.destination() == null ? "" : job.destination().prefix();
        try {
            if (age == null) {
                sweep.list(prefix);
            } else {
                sweep.abort(
                        prefix, Instant.now().minus(age), "it was not ended within " + Ages.format(age), job.dryRun());
            }
        } finally {
            surroundings.err().println(list.totals());
        }
    }

    /** Opens an existing database; doesn't create one. */
    private static RecordsDatabase database(Path name) throws CannotStartException {
        Path file = RecordsDatabase.file(name);
        if (!Files.exists(file)) {
            throw CannotStartException.configuration(
                    "--records: " + Printable.of(file.toString()) + ": there is no such file");
        }
        return RecordsDatabase.open(name);
    }
}
