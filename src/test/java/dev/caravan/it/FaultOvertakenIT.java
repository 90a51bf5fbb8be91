package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.after;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.before;
import static dev.caravan.local.FaultAction.ignoreConditions;
import static dev.caravan.local.Operation.COMPLETE;
import static dev.caravan.local.Operation.CREATE_UPLOAD;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.PUT;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.Operation;
import dev.caravan.local.RequestRecord;
import dev.caravan.local.StoredObject;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests {@code sync} when the source changes during a copy. It never mixes versions. */
class FaultOvertakenIT {

    private static final String[] PARTS = {"--multipart-threshold", "5MiB", "--part-size", "5MiB", "--part-slots", "2"};
    private static final Content OLD = Content.synthetic(1, 21L * MIB);
    private static final Content NEW = Content.synthetic(2, 21L * MIB);

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @Test
    void objectOverwrittenBetweenListingAndGetArrivesInItsNewVersion() throws Exception {
        stores.from.put("a", "old version");
        stores.source
                .faults()
                .add(Fault.on(GET).times(1).then(before(() -> stores.from.put("a", "new version, longer"))));

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("new version, longer");
        assertThat(stores.source.requests().log(GET))
                .extracting(RequestRecord::status)
                .containsExactly(412, 200);
        assertThat(stores.source.requests().count(HEAD)).isEqualTo(1);
        Row row = stores.record("a");
        assertThat(row.status()).isEqualTo("DONE");
        assertThat(row.attempts()).isEqualTo(2);
        assertThat(row.size()).isEqualTo(19);
        assertThat(row.sourceEtag())
                .isEqualTo(stores.from.get("a").orElseThrow().etag());
    }

    @Test
    void withOneAttemptAnOverwrittenObjectArrivesInItsNewVersionToo() {
        stores.from.put("large", OLD);
        stores.from.put("small", "old version");
        for (String key : List.of("large", "small")) {
            Content now = key.equals("large") ? NEW : Content.of("new version");
            stores.source
                    .faults()
                    .add(Fault.on(GET).key(key::equals).times(1).then(before(() -> stores.from.put(key, now))));
        }

        Result run = stores.sync(
                Stream.concat(Stream.of(PARTS), Stream.of("--attempts", "1")).toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("small")).isEqualTo("new version");
        assertThat(stores.to.get("large").orElseThrow().content().sameAs(NEW)).isTrue();
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void aCacheBeforeTheSourceIsAskedForTheStoresOwnAnswer() {
        StoredObject old = replaced();
        cache(old, read -> !"no-cache".equals(read.header("cache-control")));

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("new version");
    }

    @Test
    void theOlderObjectOfAStubbornCacheIsNotCopiedInPlaceOfTheListedOne() throws Exception {
        cache(replaced(), read -> true);

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(stores.to.keys()).isEmpty();
        assertThat(stores.record("a").error())
                .startsWith("Changed: HEAD s3://from/a finds an older object, of ")
                .endsWith(": is a cache in front of the store?");
    }

    @Test
    void anOlderObjectThatTheSourceListsIsCopied() {
        StoredObject old = replaced();
        stores.source.faults().add(Fault.on(GET).times(1).then(before(() -> stores.from.put(old))));

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("old version");
    }

    /** Overwrites an object of an hour ago; returns the old one. */
    private StoredObject replaced() {
        stores.from.put("a", "old version");
        stores.ageSource();
        StoredObject old = stores.from.get("a").orElseThrow();
        stores.from.put("a", "new version");
        return old;
    }

    /** Answers these reads of objects like a cache that still has the old object. */
    private void cache(StoredObject old, Predicate<RequestRecord> reads) {
        StoredObject current = stores.from.get("a").orElseThrow();
        stores.source
                .faults()
                .add(Fault.on(GET, HEAD)
                        .request(reads)
                        .then(before(() -> stores.from.put(old)), after(() -> stores.from.put(current))));
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"GET_TAGGING", "GET_ACL"})
    void anObjectDoesNotGetTheTagsOrGrantsOfALaterOne(Operation read) {
        Attributes old = Attributes.NONE.withTag("of", "old").withOwn("x-amz-grant-read", "id=\"old\"");
        Attributes later = Attributes.NONE.withTag("of", "new").withOwn("x-amz-grant-read", "id=\"new\"");
        stores.from.put("a", Content.of("old"), old);
        stores.source
                .faults()
                .add(Fault.on(read)
                        .key("a"::equals)
                        .request(request -> stores.source.requests().count(GET) > 0)
                        .times(1)
                        .then(before(() -> stores.from.put("a", Content.of("new"), later))));

        Result run = stores.sync("--tags", "--acl", "keep");

        assertThat(run.exitCode()).as(run.err()).isZero();
        StoredObject copy = stores.to.get("a").orElseThrow();
        assertThat(copy.content().bytes()).asString().isEqualTo("new");
        assertThat(copy.attributes().tags()).isEqualTo(later.tags());
        assertThat(copy.attributes().own()).containsAllEntriesOf(later.own());
    }

    @Test
    void smallObjectThatBecameLargeIsMovedInParts() {
        stores.from.put("a", "small");
        stores.source.faults().add(Fault.on(GET).times(1).then(before(() -> stores.from.put("a", NEW))));

        assertThat(stores.sync(PARTS).exitCode()).isZero();

        assertThat(stores.to.get("a").orElseThrow().content().sameAs(NEW)).isTrue();
        assertThat(stores.to.get("a").orElseThrow().parts()).hasSize(5);
    }

    @Test
    void largeObjectThatBecameSmallIsMovedWhole() {
        stores.from.put("a", OLD);
        stores.source.faults().add(Fault.on(HEAD).times(1).then(before(() -> stores.from.put("a", "small"))));

        assertThat(stores.sync(PARTS).exitCode()).isZero();

        assertThat(stores.to.text("a")).isEqualTo("small");
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isZero();
    }

    @Test
    void objectOverwrittenInTheMiddleOfItsPartsArrivesInItsNewVersion() throws Exception {
        stores.from.put("a", OLD);
        stores.source.faults().add(Fault.on(GET).skip(2).times(1).then(before(() -> stores.from.put("a", NEW))));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).as(run.err()).isZero();
        newVersionArrived(2);
    }

    @Test
    void objectOverwrittenAfterItsLastPartArrivesInItsNewVersion() throws Exception {
        stores.from.put("a", OLD);
        stores.destination.faults().add(Fault.on(COMPLETE).times(1).then(before(() -> stores.from.put("a", NEW))));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).as(run.err()).isZero();
        newVersionArrived(2);
    }

    private void newVersionArrived(int attempts) throws Exception {
        assertThat(stores.to.get("a").orElseThrow().content().sameAs(NEW)).isTrue();
        assertThat(stores.to.openUploads()).isEmpty();
        Row row = stores.record("a");
        assertThat(row.status()).isEqualTo("DONE");
        assertThat(row.attempts()).isEqualTo(attempts);
        assertThat(row.sourceEtag())
                .isEqualTo(stores.from.get("a").orElseThrow().etag());
        stores.ageSource();
        stores.resetCounts();
        assertThat(stores.sync(PARTS).exitCode()).isZero();
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isZero();
    }

    @Test
    void objectOverwrittenBetweenGetAndPutIsFoundByTheNextRun() {
        stores.from.put("a", "old");
        stores.source.faults().add(Fault.on(GET).times(1).then(after(() -> stores.from.put("a", "new"))));
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("old");

        assertThat(stores.sync().exitCode()).isZero();

        assertThat(stores.to.text("a")).isEqualTo("new");
    }

    @Test
    void objectOverwrittenBetweenGetAndPutIsNoticedWhereTheDestinationIsEncrypted() {
        stores.to.kmsEncrypted();
        stores.from.put("a", "old");
        stores.source.faults().add(Fault.on(GET).times(1).then(after(() -> stores.from.put("a", "new"))));

        assertThat(stores.sync().exitCode()).isZero();

        // The copy must not be older: no later run would detect that it is another version.
        assertThat(stores.to.text("a")).isEqualTo("new");
    }

    @Test
    void objectOverwrittenBetweenGetAndPutIsNoticedWhereTheSourceIsEncrypted() {
        stores.from.kmsEncrypted();
        stores.from.put("a", "old");
        stores.source.faults().add(Fault.on(GET).times(1).then(after(() -> stores.from.put("a", "new"))));

        assertThat(stores.sync().exitCode()).isZero();

        assertThat(stores.to.text("a")).isEqualTo("new");
    }

    @Test
    void objectThatIsGoneBeforeItsGetIsNoFailure() throws Exception {
        stores.from.put("a", "x");
        stores.from.put("b", "x");
        stores.source.faults().add(Fault.on(GET).key("a"::equals).times(1).then(before(() -> stores.from.remove("a"))));

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).containsExactly("b");
        assertThat(stores.record("a").status()).isEqualTo("CANCEL");
        assertThat(stores.record("a").attempts()).isEqualTo(1);
    }

    @Test
    void sourceThatHasNothingOfWhatItListsFailsTheRun() throws Exception {
        for (int i = 0; i < 12; i++) {
            stores.from.put("k" + i, "x");
        }
        stores.source.faults().add(Fault.on(GET).then(answer(404, "NoSuchKey")));

        Result run = stores.sync();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines().filter(line -> line.startsWith("caravan: ")))
                .singleElement()
                .asString()
                .contains("12 of 12 objects were listed, but the source doesn't have them");
    }

    @Test
    void gatewayThatHidesTheSourceFailsItsObjects() throws Exception {
        stores.from.put("a", "x");
        stores.source.faults().add(Fault.on(GET, HEAD).then(answer(404, "")));

        Result run = stores.sync();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.record("a").status()).isEqualTo("ERROR");
        assertThat(stores.record("a").error())
                .contains("the store lists the object: is a proxy or gateway in front of the store?");
    }

    @Test
    void largeObjectThatIsGoneInTheMiddleIsNoFailureAndLeavesNoUpload() throws Exception {
        stores.from.put("a", OLD);
        stores.source.faults().add(Fault.on(GET).skip(2).times(1).then(before(() -> stores.from.remove("a"))));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).isEmpty();
        assertThat(stores.to.openUploads()).isEmpty();
        assertThat(stores.record("a").status()).isEqualTo("CANCEL");
    }

    @Test
    void storeThatIgnoresIfMatchIsFoundOutByTheAnswersEtag() throws Exception {
        stores.source.faults().add(Fault.on(GET).then(ignoreConditions()));
        stores.from.put("a", OLD);
        stores.from.put("b", "old");
        stores.source
                .faults()
                .add(Fault.on(GET).key("a"::equals).skip(2).times(1).then(before(() -> stores.from.put("a", NEW))));
        stores.source
                .faults()
                .add(Fault.on(GET).key("b"::equals).times(1).then(before(() -> stores.from.put("b", "new"))));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.source.requests().log(GET)).allMatch(get -> get.status() < 300);
        assertThat(stores.to.text("b")).isEqualTo("new");
        assertThat(stores.destination.requests().count(PUT)).isEqualTo(1);
        newVersionArrived(2);
    }
}
