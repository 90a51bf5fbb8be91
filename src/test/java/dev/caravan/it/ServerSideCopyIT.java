package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.Operation.COPY;
import static dev.caravan.local.Operation.COPY_PART;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.GET_TAGGING;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.PUT;
import static dev.caravan.local.Operation.UPLOAD_PART;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.StoredObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests two buckets of one service, which copies between them itself. */
class ServerSideCopyIT {

    private static final String REDIRECT = "x-amz-website-redirect-location";

    private static final Attributes DESCRIBED = Attributes.NONE
            .withHeader("content-type", "text/plain")
            .withHeader("cache-control", "max-age=3600, public")
            .withMetadata("owner", "somebody")
            .withTag("team", "a b+c");

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @BeforeEach
    void oneService() {
        stores.oneService();
    }

    private long count(Operation operation) {
        return stores.destination.requests().count(operation);
    }

    private void assertNoByteMoved() {
        assertThat(List.of(count(GET), count(PUT), count(UPLOAD_PART))).containsExactly(0L, 0L, 0L);
    }

    @Test
    void everyKeyIsCopiedByteForByteAndNoByteMoves() throws Exception {
        List<String> keys = List.of(
                "plain",
                "with space and  two",
                "plus+percent%25%2Fquestion?hash#amp&equals=",
                "new\nline\r\ttab",
                "\u00e9 NFC",
                "e\u0301 NFD",
                "\u4e2d\u6587/\u30ad\u30fc",
                "\ud83d\ude00 beyond the BMP",
                "a//b",
                "../../x",
                "..",
                "/leading",
                "//",
                "trailing/",
                "?versionId=null",
                "${bean:type:java.lang.System?method=exit}",
                "k".repeat(1024),
                "\u4e2d".repeat(341) + "x");
        for (String key : keys) {
            stores.from.put(key, "content of " + key);
        }

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertNoByteMoved();
        assertThat(count(HEAD)).isZero();
        assertThat(stores.to.keys()).isEqualTo(stores.from.keys());
        for (String key : keys) {
            assertThat(stores.to.text(key)).isEqualTo("content of " + key);
        }
        assertThat(stores.destination.requests().log(COPY))
                .hasSize(keys.size())
                .allMatch(copy -> copy.bucket().equals("to") && copy.header("x-amz-copy-source-if-match") != null);
        Row row = stores.record("plain");
        assertThat(row.status()).isEqualTo("DONE");
        assertThat(row.etag())
                .isEqualTo(row.sourceEtag())
                .isEqualTo(stores.from.get("plain").orElseThrow().etag());
        stores.resetCounts();
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(count(COPY)).isZero();
    }

    @Test
    void anEmptyObjectIsStreamedBecauseACopyWouldLoseItsWebsiteRedirect() {
        stores.from.put("old", Content.of(""), Attributes.NONE.withHeader(REDIRECT, "/new"));
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(List.of(count(COPY), count(PUT))).containsExactly(0L, 1L);
        assertThat(stores.to.get("old").orElseThrow().attributes().headers()).containsEntry(REDIRECT, "/new");
    }

    @Test
    void neverAndOtherCredentialsStream() {
        stores.from.put("a", "text");
        assertThat(stores.sync("--server-side-copy", "never").exitCode()).isZero();
        assertThat(List.of(count(COPY), count(PUT))).containsExactly(0L, 1L);

        stores.destination.credential("OTHER", "other-secret");
        stores.environment.put("SOURCE_ACCESS_KEY_ID", "OTHER");
        stores.environment.put("SOURCE_SECRET_ACCESS_KEY", "other-secret");
        stores.from.put("b", "text");
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(List.of(count(COPY), count(PUT))).containsExactly(0L, 2L);
    }

    @Test
    void alwaysCopiesWithTheDestinationsCredentialsAndItsRefusalsAreFailures() throws Exception {
        stores.destination.credential("OTHER", "other-secret");
        stores.environment.put("SOURCE_ACCESS_KEY_ID", "OTHER");
        stores.environment.put("SOURCE_SECRET_ACCESS_KEY", "other-secret");
        stores.from.put("a", "text");
        assertThat(stores.sync("--server-side-copy", "always").exitCode()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("text");
        assertNoByteMoved();

        stores.from.denyTo("DEST", GET).put("b", "text");
        assertThat(stores.sync("--server-side-copy", "always").exitCode()).isEqualTo(1);
        assertNoByteMoved();
        assertThat(stores.record("b").status()).isEqualTo("ERROR");
        assertThat(stores.record("b").error()).startsWith("Denied: ").contains("403 AccessDenied");
        assertThat(stores.record("b").attempts()).isEqualTo(1);
    }

    @Test
    void whatTheServiceRefusesIsStreamed() {
        stores.from.put("a", "a");
        stores.from.put("b", "b");
        stores.from.put("c", "c");
        stores.destination.faults().add(Fault.on(COPY).key("a"::equals).then(FaultAction.answer(403, "AccessDenied")));
        stores.destination.faults().add(Fault.on(COPY).key("b"::equals).then(FaultAction.errorBody("AccessDenied")));

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a") + stores.to.text("b") + stores.to.text("c"))
                .isEqualTo("abc");
        assertThat(List.of(count(COPY), count(GET), count(PUT))).containsExactly(3L, 2L, 2L);
    }

    @Test
    void aServiceThatDoesNotKnowCopiesIsSoonNotAskedAnyMore() {
        for (int i = 0; i < 40; i++) {
            stores.from.put("a" + i, "text");
        }
        stores.destination.faults().add(Fault.on(COPY, COPY_PART).then(FaultAction.answer(501, "NotImplemented")));

        Result run = stores.sync("--slots", "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        // Each of the ten objects is tried with and without a header about tags.
        assertThat(List.of(count(COPY), count(PUT))).containsExactly(20L, 40L);
    }

    @Test
    void anObjectOverwrittenBeforeItsCopyIsCopiedInItsNewVersion() throws Exception {
        stores.from.put("a", "old");
        stores.destination
                .faults()
                .add(Fault.on(COPY).times(1).then(FaultAction.before(() -> stores.from.put("a", "newer"))));

        assertThat(stores.sync().exitCode()).isZero();

        assertThat(stores.to.text("a")).isEqualTo("newer");
        assertNoByteMoved();
        assertThat(stores.destination.requests().log(COPY).get(0).status()).isEqualTo(412);
        assertThat(stores.record("a").attempts()).isEqualTo(2);
    }

    @Test
    void anErrorAfter200AndAnAnswerThatIsLostAreTriedAgain() {
        stores.from.put("a", "a");
        stores.from.put("b", "b");
        stores.destination
                .faults()
                .add(Fault.on(COPY).key("a"::equals).times(1).then(FaultAction.errorBody("InternalError")));
        stores.destination.faults().add(Fault.on(COPY).key("b"::equals).times(1).then(FaultAction.doneThenReset()));

        assertThat(stores.sync().exitCode()).isZero();

        assertThat(stores.to.text("a") + stores.to.text("b")).isEqualTo("ab");
        assertNoByteMoved();
    }

    @Test
    void metadataAndTagsComeAlongAsFarAsTheyDoWithStreaming() {
        stores.from.put("a", Content.of("text"), DESCRIBED);
        stores.from.deny(GET_TAGGING);
        assertThat(stores.sync("--dest-storage-class", "STANDARD_IA").exitCode())
                .isZero();
        Attributes arrived = stores.to.get("a").orElseThrow().attributes();
        assertThat(arrived.headers()).isEqualTo(DESCRIBED.headers());
        assertThat(arrived.metadata()).isEqualTo(DESCRIBED.metadata());
        assertThat(arrived.tags()).isEmpty();
        assertThat(arrived.storageClass()).isEqualTo("STANDARD_IA");

        stores.from.deny();
        assertThat(stores.sync("--compare", "always", "--tags").exitCode()).isZero();
        assertThat(stores.to.get("a").orElseThrow().attributes().tags()).isEqualTo(DESCRIBED.tags());

        assertThat(stores.sync("--compare", "always", "--metadata=false").exitCode())
                .isZero();
        arrived = stores.to.get("a").orElseThrow().attributes();
        assertThat(arrived.metadata()).isEmpty();
        assertThat(arrived.headers()).doesNotContainKey("cache-control");
        assertNoByteMoved();
    }

    @Test
    void requesterPaysForCopiesToo() {
        stores.from.requesterPays().put("a", "text");
        assertThat(stores.sync("--requester-pays").exitCode()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("text");
        assertNoByteMoved();
    }

    @Test
    void whereTheDestinationIsEncryptedSizeAndSourceAreLookedAt() {
        stores.to.kmsEncrypted();
        stores.from.put("a", "text");
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("text");
        assertNoByteMoved();
        assertThat(stores.destination.requests().log(HEAD))
                .extracting(head -> head.bucket())
                .containsExactly("to", "from");
    }

    @Test
    void copiesDoNotWaitForTheBandwidth() {
        stores.from.put("a", Content.synthetic(1, 4L * TwoStores.MIB));
        long start = System.nanoTime();
        assertThat(stores.sync("--bandwidth", "64KiB").exitCode()).isZero();
        assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
        assertNoByteMoved();
        StoredObject arrived = stores.to.get("a").orElseThrow();
        assertThat(arrived.size()).isEqualTo(4L * TwoStores.MIB);
    }
}
