package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.Operation.COMPLETE;
import static dev.caravan.local.Operation.CREATE_UPLOAD;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.GET_TAGGING;
import static dev.caravan.local.Operation.PUT;
import static dev.caravan.local.Operation.UPLOAD_PART;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.StoredObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests large objects, which are copied in parts. */
class SyncPartsIT {

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private static final Attributes DESCRIBED = Attributes.NONE
            .withHeader("content-type", "text/plain")
            .withHeader("cache-control", "max-age=3600, public")
            .withMetadata("owner", "somebody")
            .withTag("team", "a b+c");

    @Test
    void largeObjectIsMovedInParts() throws Exception {
        Content content = Content.synthetic(7, 23L * MIB + 12_345);
        stores.from.put("large", content, DESCRIBED);
        stores.ageSource();

        Result run = stores.sync("--tags", "--multipart-threshold", "5MiB", "--part-size", "5MiB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        StoredObject arrived = stores.to.get("large").orElseThrow();
        assertThat(arrived.content().sameAs(content)).isTrue();
        assertThat(arrived.parts()).hasSize(5);
        assertThat(arrived.attributes().headers()).isEqualTo(DESCRIBED.headers());
        assertThat(arrived.attributes().metadata()).isEqualTo(DESCRIBED.metadata());
        assertThat(arrived.attributes().tags()).isEqualTo(DESCRIBED.tags());
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isEqualTo(1);
        assertThat(stores.destination.requests().count(UPLOAD_PART)).isEqualTo(5);
        assertThat(stores.destination.requests().count(COMPLETE)).isEqualTo(1);
        assertThat(stores.destination.requests().count(PUT)).isZero();
        assertThat(stores.to.openUploads()).isEmpty();
        assertThat(stores.source.requests().log(GET))
                .hasSize(5)
                .allMatch(get -> get.header("if-match") != null && get.range() != null);
        assertThat(stores.source.requests().count(GET_TAGGING))
                .as("once before the run, and for the object")
                .isEqualTo(2);
        Row row = stores.record("large");
        assertThat(row.status()).isEqualTo("DONE");
        assertThat(row.parts()).isEqualTo(5);
        assertThat(row.uploadId()).isNotEmpty();
        assertThat(row.etag()).isEqualTo(arrived.etag());

        stores.resetCounts();
        assertThat(stores.sync("--multipart-threshold", "5MiB", "--part-size", "5MiB")
                        .exitCode())
                .isZero();
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isZero();
    }

    @Test
    void partsOfSeveralObjectsShareOneBoundedPool() {
        for (int i = 0; i < 4; i++) {
            stores.from.put("large" + i, Content.synthetic(i, 21L * MIB));
        }

        Result run = stores.sync("--multipart-threshold", "5MiB", "--part-size", "5MiB", "--part-slots", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        for (int i = 0; i < 4; i++) {
            assertThat(stores.to.get("large" + i).orElseThrow().content().sameAs(Content.synthetic(i, 21L * MIB)))
                    .isTrue();
        }
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void objectOfExactlyTheThresholdAndOfWholePartsArrives() {
        stores.from.put("one part", Content.synthetic(1, 5L * MIB));
        stores.from.put("two parts", Content.synthetic(2, 10L * MIB));
        stores.from.put("just below", Content.synthetic(3, 5L * MIB - 1));

        assertThat(stores.sync("--multipart-threshold", "5MiB", "--part-size", "5MiB")
                        .exitCode())
                .isZero();

        assertThat(stores.to.get("one part").orElseThrow().parts()).hasSize(1);
        assertThat(stores.to.get("two parts").orElseThrow().parts()).hasSize(2);
        assertThat(stores.to.get("just below").orElseThrow().parts()).isEmpty();
        assertThat(stores.to.get("two parts").orElseThrow().content().sameAs(Content.synthetic(2, 10L * MIB)))
                .isTrue();
    }
}
