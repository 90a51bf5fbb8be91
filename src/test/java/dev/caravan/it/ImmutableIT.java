package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.before;
import static dev.caravan.local.FaultAction.doneThenReset;
import static dev.caravan.local.FaultAction.ignoreConditions;
import static dev.caravan.local.Operation.COMPLETE;
import static dev.caravan.local.Operation.COPY;
import static dev.caravan.local.Operation.CREATE_UPLOAD;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.PUT;
import static dev.caravan.local.Operation.UPLOAD_PART;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests {@code --immutable}: Caravan overwrites no object of the destination, even if another program writes there. */
class ImmutableIT {

    private static final int LARGE = 11 * TwoStores.MIB;

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private Result sync(String... more) {
        String[] options = new String[more.length + 1];
        options[0] = "--immutable";
        System.arraycopy(more, 0, options, 1, more.length);
        return stores.sync(options);
    }

    private long written(Operation operation) {
        return stores.destination.requests().count(operation);
    }

    @Test
    void whatDiffersFailsAndWhatIsEqualIsThere() throws Exception {
        stores.from.put("equal", "1");
        stores.to.put("equal", "1");
        stores.to.put("other", "old");
        stores.from.put("other", "newer");
        stores.from.put("new", "3");

        Result run = sync("--report", stores.folder.resolve("fate.csv").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.text("other")).isEqualTo("old");
        assertThat(stores.to.text("new")).isEqualTo("3");
        assertThat(run.out()).contains("already there            1").contains("failed                   1");
        assertThat(stores.folder.resolve("fate.csv"))
                .content()
                .contains("\"other\",ERROR,5,")
                .contains("which must not be overwritten: changed, by size");
        // Caravan reads no object that it can't write.
        assertThat(stores.source.requests().log(GET))
                .singleElement()
                .matches(get -> get.key().equals("new"));
    }

    @Test
    void aWriterBetweenComparisonAndPutKeepsItsObject() throws Exception {
        stores.from.put("a", "ours");
        writeBefore(PUT, "a", "not ours");

        Result run = sync();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.text("a")).isEqualTo("not ours");
        assertThat(stores.record("a").error())
                .startsWith("Occupied: ")
                .endsWith("must not be overwritten: changed, by size");
    }

    @Test
    void aWriterBeforeTheCompletionKeepsItsObjectAndNoUploadStays() throws Exception {
        stores.from.put("a", Content.of(new byte[LARGE]));
        writeBefore(COMPLETE, "a", "not ours");

        Result run = sync("--multipart-threshold", "5MiB", "--part-size", "5MiB");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.text("a")).isEqualTo("not ours");
        assertThat(stores.to.openUploads()).isEmpty();
        assertThat(stores.record("a").error()).startsWith("Occupied: ");
    }

    @Test
    void aWriterBeforeACopyByTheServiceKeepsItsObject() throws Exception {
        stores.oneService();
        stores.from.put("a", "ours");
        writeBefore(COPY, "a", "not ours");

        Result run = sync();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.text("a")).isEqualTo("not ours");
        assertThat(stores.record("a").error()).startsWith("Occupied: ");
    }

    private void writeBefore(Operation operation, String key, String text) {
        stores.destination
                .faults()
                .add(Fault.on(operation).key(key::equals).times(1).then(before(() -> stores.to.put(key, text))));
    }

    @Test
    void theSameObjectOfAnotherWriterIsThereAlready() throws Exception {
        stores.from.put("a", "text");
        writeBefore(PUT, "a", "text");

        Result run = sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.record("a").status()).isEqualTo("CANCEL");
        assertThat(run.out()).contains("no longer needed         1");
    }

    @ParameterizedTest
    @EnumSource(names = {"PUT", "COPY", "COMPLETE"})
    void anAnswerThatWasLostIsNoObjectOfAnother(Operation operation) throws Exception {
        if (operation == COPY) {
            stores.oneService();
        }
        stores.from.put("a", Content.of(new byte[operation == COMPLETE ? LARGE : 100]));
        stores.ageSource();
        stores.destination.faults().add(Fault.on(operation).times(1).then(doneThenReset()));

        Result run = sync("--multipart-threshold", "5MiB", "--part-size", "5MiB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.record("a").status()).isEqualTo("DONE");
        assertThat(run.out()).contains("copied                   1 object");
    }

    @Test
    void aStoreThatIgnoresConditionsIsReadBeforeEachWrite() throws Exception {
        stores.destination.faults().add(Fault.on(PUT, COPY, COMPLETE).then(ignoreConditions()));
        stores.from.put("a", "ours");
        stores.from.put("b", "ours");
        stores.source
                .faults()
                .add(Fault.on(GET).key("a"::equals).times(1).then(before(() -> stores.to.put("a", "not ours"))));

        Result run = sync();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.text("a")).isEqualTo("not ours");
        assertThat(stores.to.text("b")).isEqualTo("ours");
        assertThat(stores.record("a").error()).startsWith("Occupied: ");
    }

    @Test
    void aStoreIsReadBeforeEachWriteUntilItHasRefusedOne() {
        for (int i = 0; i < 5; i++) {
            stores.from.put("k" + i, "text " + i);
        }
        writeBefore(PUT, "k0", "not ours");

        sync("--slots", "1", "--listers", "1");

        assertThat(written(PUT)).isEqualTo(5);
        // One request comes before the PUT. The other one finds the reason of the refusal, which proves that the store
        // evaluates the condition.
        assertThat(written(GET)).isEqualTo(2);
    }

    @Test
    void aStoreThatKnowsNoConditionGetsTheObjectWithoutOne() {
        stores.destination
                .faults()
                .add(Fault.on(PUT)
                        .request(put -> put.header("if-none-match") != null)
                        .then(answer(501, "NotImplemented")));
        stores.from.put("a", "ours");

        Result run = sync("--attempts", "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("ours");
    }

    @Test
    void aLargeObjectThatIsThereMovesNoPart() throws Exception {
        stores.from.put("a", Content.of(new byte[LARGE]));
        stores.source.faults().add(Fault.on(HEAD).times(1).then(before(() -> stores.to.put("a", "not ours"))));

        Result run = sync("--compare", "always", "--multipart-threshold", "5MiB");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.text("a")).isEqualTo("not ours");
        assertThat(written(CREATE_UPLOAD) + written(UPLOAD_PART)).isZero();
    }

    @Test
    void aStoreThatCannotBeReadIsNotWrittenTo() throws Exception {
        stores.from.put("a", "ours");
        stores.destination.faults().add(Fault.on(GET).then(answer(403, "AccessDenied")));

        Result run = sync();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.keys()).isEmpty();
        assertThat(stores.record("a").error()).startsWith("Denied: GET s3://to/a: 403 AccessDenied");
    }

    @Test
    void withoutItNoConditionIsSentAndNothingMoreIsAsked() {
        for (String key : List.of("a", "b")) {
            stores.from.put(key, "text");
        }
        stores.to.put("b", "other");

        assertThat(stores.sync().exitCode()).isZero();

        assertThat(stores.destination.requests().log(PUT))
                .hasSize(2)
                .allMatch(put -> put.header("if-none-match") == null);
        assertThat(written(GET) + written(HEAD)).isZero();
        assertThat(stores.source.requests().count(GET)).isEqualTo(2);
    }

    @Test
    void goesWithNoDelete() {
        Result run = sync("--delete");

        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.err()).contains("--immutable: keeps every object of the destination, and --delete deletes some");
    }
}
