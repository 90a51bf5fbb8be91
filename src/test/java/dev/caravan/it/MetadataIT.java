package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests metadata of which the destination can keep only a part. */
class MetadataIT {

    private static final Attributes TOO_MUCH =
            Attributes.NONE.withMetadata("long", "x".repeat(2047)).withMetadata("short", "y");

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @Test
    void theObjectArrivesAndWhatItLacksIsReported() throws Exception {
        stores.from.put("small", Content.of("x"), TOO_MUCH);
        stores.from.put("large", Content.synthetic(1, 6L * MIB), TOO_MUCH);
        stores.from.put("whole", Content.of("x"), Attributes.NONE.withMetadata("long", "x".repeat(2044)));
        stores.ageSource();
        Path report = stores.folder.resolve("report.csv");

        Result run;
        List<String> logged;
        try (LogLines log = new LogLines()) {
            run = stores.sync("--multipart-threshold", "5MiB", "--part-size", "5MiB", "--report", report.toString());
            logged = log.all();
        }

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("without some metadata +2\n").containsPattern("failed +0\n");
        for (String key : List.of("small", "large")) {
            assertThat(stores.to.get(key).orElseThrow().attributes().metadata()).containsOnlyKeys("short");
            Row record = stores.record(key);
            assertThat(record.status()).isEqualTo("DONE");
            assertThat(record.error()).isEqualTo("MetadataLeftOut: x-amz-meta-long");
            assertThat(logged)
                    .contains("copied without some of its metadata: \"" + key + "\": MetadataLeftOut: x-amz-meta-long");
        }
        assertThat(stores.to.get("whole").orElseThrow().attributes().metadata()).containsOnlyKeys("long");
        assertThat(stores.record("whole").error()).isEmpty();
        assertThat(Files.readAllLines(report))
                .filteredOn(line -> line.contains("\"MetadataLeftOut: x-amz-meta-long\""))
                .hasSize(2);

        assertThat(stores.sync("--multipart-threshold", "5MiB", "--part-size", "5MiB")
                        .out())
                .containsPattern("already there +3\n")
                .doesNotContain("without some metadata");
    }

    @Test
    void whatIsNotWantedIsNotMissed() throws Exception {
        stores.from.put("small", Content.of("x"), TOO_MUCH);

        Result run = stores.sync("--no-metadata");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain("without some metadata");
        assertThat(stores.record("small").error()).isEmpty();
    }
}
