package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.before;
import static dev.caravan.local.Operation.DELETE;
import static dev.caravan.local.Operation.DELETE_OBJECTS;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.LIST;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Fault;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checks when {@code sync} deletes at the destination, and when it must not. */
class DeleteIT {

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @AfterEach
    void theSourceWasOnlyRead() {
        assertThat(stores.source.requests().count(DELETE)).isZero();
        assertThat(stores.source.requests().count(DELETE_OBJECTS)).isZero();
    }

    @Test
    void nothingIsDeletedBecauseAGatewayHidesTheSource() throws Exception {
        stores.from.put("a", "x");
        stores.to.put("z", "only here when both sides are listed");
        stores.source
                .faults()
                .add(Fault.on(HEAD, GET)
                        .key("z"::equals)
                        .then(before(() -> stores.from.put("z", "new")), answer(404, "")));

        Result run = stores.sync("--delete");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.record("z").error()).contains("is a proxy or gateway in front of the store?");
        assertThat(stores.to.get("z")).isPresent();
        assertThat(stores.destination.requests().count(DELETE)).isZero();
    }

    @Test
    void extrasStayUnlessAskedFor() {
        stores.from.put("a", "x");
        stores.to.put("extra", "x");

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("a", "extra");
        assertThat(stores.destination.requests().count(DELETE)).isZero();
    }

    @Test
    void extrasAreDeletedAfterTheSourceWasAskedAgain() throws Exception {
        stores.from.put("a", "x");
        stores.to.put("a", "x");
        stores.to.put("extra//${x}\n", "x");
        stores.to.put("folder/", "");

        Result run = stores.sync("--delete");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("a");
        assertThat(stores.source.requests().count(HEAD)).isEqualTo(2);
        assertThat(stores.record("folder/").status()).isEqualTo("DELETED");
        assertThat(stores.records()).hasSize(2);
    }

    @Test
    void objectThatReappearedAtTheSourceIsKept() throws Exception {
        stores.from.put("a", "x");
        stores.to.put("back", "x");
        stores.to.put("extra", "x");
        stores.source
                .faults()
                .add(Fault.on(HEAD).key("back"::equals).then(before(() -> stores.from.put("back", "again"))));

        Result run = stores.sync("--delete");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("a", "back");
        assertThat(stores.record("back").status()).isEqualTo("CANCEL");
        assertThat(stores.record("extra").status()).isEqualTo("DELETED");
    }

    @Test
    void sourceThatCannotBeAskedAgainKeepsTheObject() throws Exception {
        stores.from.put("a", "x");
        stores.to.put("extra", "x");
        stores.source.faults().add(Fault.on(HEAD).then(answer(500, "InternalError")));

        Result run = stores.sync("--delete", "--attempts", "2");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.keys()).containsExactly("a", "extra");
        assertThat(stores.record("extra").status()).isEqualTo("ERROR");
        assertThat(stores.record("extra").attempts()).isEqualTo(2);
    }

    @Test
    void sourceThatDeniesTheSecondLookKeepsTheObject() throws Exception {
        stores.from.put("a", "x");
        stores.from.deny(HEAD);
        stores.to.put("extra", "x");

        Result run = stores.sync("--delete");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.keys()).containsExactly("a", "extra");
        assertThat(stores.record("extra").status()).isEqualTo("ERROR");
    }

    @Test
    void deletesThatFailForAWhileAreTriedAgain() throws Exception {
        stores.from.put("a", "x");
        stores.to.put("extra", "x");
        stores.destination.faults().add(Fault.on(DELETE).times(1).then(answer(503, "SlowDown")));

        assertThat(stores.sync("--delete").exitCode()).isZero();

        assertThat(stores.to.keys()).containsExactly("a");
        assertThat(stores.record("extra").attempts()).isEqualTo(2);
    }

    @Test
    void moreExtrasThanMayBeDeletedDeleteNone() {
        stores.from.put("a", "x");
        for (int i = 0; i < 4; i++) {
            stores.to.put("extra" + i, "x");
        }

        Result run = stores.sync("--delete", "--max-delete", "3");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nothing was deleted").contains("--max-delete");
        assertThat(stores.to.keys()).hasSize(5).contains("a");
        assertThat(stores.destination.requests().count(DELETE)).isZero();

        assertThat(stores.sync("--delete", "--max-delete", "4").exitCode()).isZero();
        assertThat(stores.to.keys()).containsExactly("a");
    }

    @Test
    void emptySourceDeletesNothing() {
        stores.to.put("a", "x");

        Result run = stores.sync("--delete");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("lists no object at all");
        assertThat(stores.to.keys()).containsExactly("a");
        assertThat(stores.destination.requests().count(DELETE)).isZero();
    }

    @Test
    void destinationsListingThatFailsDeletesNothing() {
        stores.from.put("a", "x");
        for (int i = 0; i < 1500; i++) {
            stores.to.put(String.format(Locale.ROOT, "extra%04d", i), "x");
        }
        stores.destination
                .faults()
                .add(Fault.on(LIST)
                        .request(request -> request.query().containsKey("continuation-token"))
                        .then(answer(403, "AccessDenied")));

        Result run = stores.sync("--delete", "--listers", "1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(stores.to.size()).isGreaterThanOrEqualTo(1500);
        assertThat(stores.destination.requests().count(DELETE)).isZero();
    }

    @Test
    void excludedObjectsAreNeverDeleted() {
        stores.from.put("a.txt", "x");
        stores.from.put("b.tmp", "x");
        stores.to.put("b.tmp", "older");
        stores.to.put("c.tmp", "only here");
        stores.to.put("c.txt", "only here");

        Result run = stores.sync("--delete", "--exclude", "*.tmp");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("a.txt", "b.tmp", "c.tmp");
        assertThat(stores.to.text("b.tmp")).isEqualTo("older");
    }

    @Test
    void whatLiesOutsideOfThePrefixIsNeverDeleted() {
        stores.from.put("in/a", "x");
        stores.to.put("mirror/old", "x");
        stores.to.put("mirror2/kept", "x");
        stores.to.put("kept", "x");

        Result run = stores.syncUrls("s3://from/in/", "s3://to/mirror/", "--delete");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("kept", "mirror/a", "mirror2/kept");
    }
}
