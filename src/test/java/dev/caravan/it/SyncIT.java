package dev.caravan.it;

import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code sync} copies, with what, and at which price in requests. */
class SyncIT {

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @Test
    void smallObjectCostsOneGetAndOnePut() throws Exception {
        stores.from.put("a", "hello");

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("hello");
        assertThat(stores.source.requests().count(GET)).isEqualTo(1);
        assertThat(stores.destination.requests().count(PUT)).isEqualTo(1);
        assertThat(stores.source.requests().count(HEAD)).isZero();
        assertThat(stores.destination.requests().count(HEAD)).isZero();
        Row row = stores.record("a");
        assertThat(row.status()).isEqualTo("DONE");
        assertThat(row.size()).isEqualTo(5);
        assertThat(row.etag()).isEqualTo(row.sourceEtag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(row.attempts()).isEqualTo(1);
    }
}
