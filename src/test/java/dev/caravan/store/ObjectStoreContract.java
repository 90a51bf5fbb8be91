package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every store. The test of a provider defines how to create objects and faults. */
public abstract class ObjectStoreContract {

    /** Metadata that every provider can keep. */
    protected static final ObjectMetadata METADATA = new ObjectMetadata(
            Map.of(
                    "content-type",
                    "text/plain; charset=utf-8",
                    "content-encoding",
                    "gzip",
                    "content-language",
                    "de-CH",
                    "content-disposition",
                    "attachment; filename=\"a b.txt\"",
                    "cache-control",
                    "max-age=60, private",
                    "expires",
                    "Thu, 01 Dec 2033 16:00:00 GMT"),
            Map.of("owner", "a b", "x-1", "c=d;e"),
            Map.of());

    private static final Comparator<String> UTF8_ORDER = (a, b) ->
            java.util.Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    /** Returns the store of a bucket that is empty when a test begins. */
    protected abstract ObjectStore store();

    /** Returns the store of a bucket that doesn't exist. */
    protected abstract ObjectStore storeOfMissingBucket();

    /** Returns the store of the same bucket with a wrong secret. */
    protected abstract ObjectStore storeWithWrongSecret();

    /** Puts an object into the bucket without the store under test. */
    protected abstract void place(String key, byte[] bytes, ObjectMetadata metadata);

    /** Cuts the connection of the next response after this number of bytes of its body. */
    protected abstract void cutNextBodyAfter(long bytes);

    /** Answers the next request with an error. */
    protected abstract void failNext(int status, String code);

    /**
     * Answers all later GET and HEAD requests of objects with 404 and no code, as a gateway before the store may do.
     */
    protected void hideObjects() {
        assumeTrue(false, "the server can't be hidden");
    }

    /** Returns the number of bytes of bodies that the service has sent so far. */
    protected abstract long bytesSent();

    /** Returns the metadata that the provider keeps. It keeps all metadata unless its test gives a reason. */
    protected ObjectMetadata kept(ObjectMetadata metadata) {
        return metadata;
    }

    /** Returns whether a listing can contain this key. It always can unless the provider's test gives a reason. */
    protected boolean canBeListed(String key) {
        return true;
    }

    /** Returns keys that some tools don't copy correctly. */
    static List<String> oddKeys() {
        return List.of(
                "plain.txt",
                "with space and  two",
                "plus+and%2Bpercent%",
                "quotes'\"`",
                "line\nbreak\r\ttab",
                "a//b///c",
                "/leading",
                "//two",
                "trailing/",
                "dots/../up/./here/..",
                "..",
                ".",
                "back\\slash",
                "${bean:type:java.lang.System?method=nanoTime}",
                "query?a=b&c=d#e;f:g@h",
                "<xml>&amp;&lt;]]>",
                "pipe|caret^brace{}[]~*",
                "ä decomposed a\u0308 中文",
                "emoji 😀 and \uffee",
                "control \u0001\u007f",
                "k".repeat(1024),
                "中".repeat(341) + "x");
    }

    @Test
    void anEmptyBucketHasOneEmptyPage() {
        ObjectPage page = store().list(ListRequest.of("", ""));
        assertThat(page.objects()).isEmpty();
        assertThat(page.commonPrefixes()).isEmpty();
        assertThat(page.next()).isNull();
        store().check();
    }

    @Test
    void aListingGoesOnPageByPageInOrder() {
        List<String> keys =
                IntStream.range(0, 25).mapToObj(i -> "k" + (100 + i)).toList();
        keys.forEach(key -> place(key, bytes(3), ObjectMetadata.NONE));
        List<Integer> sizes = new ArrayList<>();
        List<String> listed = new ArrayList<>();
        ListRequest next = new ListRequest("", "", "", null, 10);
        while (next != null) {
            ObjectPage page = store().list(next);
            sizes.add(page.objects().size());
            page.objects().forEach(object -> listed.add(object.key()));
            next = page.next();
        }
        assertThat(listed).isEqualTo(keys);
        assertThat(sizes).containsExactly(10, 10, 5);
    }

    @Test
    void keysAreListedInTheOrderOfTheirUtf8Bytes() {
        // Java's order of strings puts the emoji, a surrogate pair, before the last two.
        List<String> keys = List.of("a", "a/", "a/b", "a0", "b", "z", "é", "中", "\uff5e", "\ufffd", "😀");
        keys.forEach(key -> place(key, bytes(1), ObjectMetadata.NONE));
        assertThat(keys(ListRequest.of("", ""))).isEqualTo(keys).isSortedAccordingTo(UTF8_ORDER);
    }

    @Test
    void aListingMayBeginAfterAKeyThatNeedNotExist() {
        List.of("a", "b", "c c", "d+d", "e").forEach(key -> place(key, bytes(1), ObjectMetadata.NONE));
        assertThat(keys(ListRequest.of("", "b"))).containsExactly("c c", "d+d", "e");
        assertThat(keys(ListRequest.of("", "b0"))).containsExactly("c c", "d+d", "e");
        assertThat(keys(ListRequest.of("", "c c"))).containsExactly("d+d", "e");
        assertThat(keys(ListRequest.of("", "z"))).isEmpty();
    }

    @Test
    void aPrefixIsTakenByteForByte() {
        List.of("a/1", "a/2", "a1", "a+b/1", "a b/1", "A/1").forEach(key -> place(key, bytes(1), ObjectMetadata.NONE));
        assertThat(keys(ListRequest.of("a/", ""))).containsExactly("a/1", "a/2");
        assertThat(keys(ListRequest.of("a+b/", ""))).containsExactly("a+b/1");
        assertThat(keys(ListRequest.of("a b/", ""))).containsExactly("a b/1");
    }

    @Test
    void aDelimiterFoldsKeysIntoCommonPrefixes() {
        List.of("a", "b c/1", "b c/2", "d/e/f", "g").forEach(key -> place(key, bytes(1), ObjectMetadata.NONE));
        ObjectPage page = store().list(new ListRequest("", "/", "", null, 1000));
        assertThat(page.objects()).extracting(ObjectSummary::key).containsExactly("a", "g");
        assertThat(page.commonPrefixes()).containsExactly("b c/", "d/");
        assertThat(store().list(new ListRequest("d/", "/", "", null, 1000)).commonPrefixes())
                .containsExactly("d/e/");
    }

    @Test
    void aListingAndAHeadShowTheSameObject() {
        place("a", bytes(1234), ObjectMetadata.NONE);
        ObjectSummary listed = store().list(ListRequest.of("", "")).objects().get(0);
        ObjectInfo head = store().head("a");
        assertThat(listed.key()).isEqualTo("a").isEqualTo(head.key());
        assertThat(listed.size()).isEqualTo(1234).isEqualTo(head.size());
        assertThat(listed.etag()).isNotEmpty().doesNotContain("\"").isEqualTo(head.etag());
        assertThat(Duration.between(listed.lastModified(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
        assertThat(Duration.between(listed.lastModified(), head.lastModified()).abs())
                .isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @MethodSource("oddKeys")
    void anOddKeyIsListedAndRead(String key) throws IOException {
        byte[] bytes = bytes(77);
        place(key, bytes, ObjectMetadata.NONE);
        assertThat(store().head(key).size()).isEqualTo(77);
        assertThat(read(new GetRequest(key, null, null))).isEqualTo(bytes);
        assumeTrue(canBeListed(key), "a listing can't tell this key");
        assertThat(keys(ListRequest.of("", ""))).containsExactly(key);
        assertThat(keys(ListRequest.of(key, ""))).containsExactly(key);
        assertThat(keys(ListRequest.of("", key))).isEmpty();
    }

    @Test
    void aWholeObjectIsRead() throws IOException {
        byte[] bytes = bytes(300_000);
        place("a", bytes, METADATA);
        try (ObjectContent content = store().get(new GetRequest("a", null, null))) {
            assertThat(content.length()).isEqualTo(300_000);
            assertThat(content.info().size()).isEqualTo(300_000);
            assertThat(content.info().metadata().asText())
                    .isEqualTo(kept(METADATA).asText());
            assertThat(content.stream().readAllBytes()).isEqualTo(bytes);
            assertThat(content.stream().read()).isEqualTo(-1);
        }
        assertThat(store().head("a").metadata().asText())
                .isEqualTo(kept(METADATA).asText());
    }

    @Test
    void anEmptyObjectIsReadAndHasAHead() throws IOException {
        place("empty", new byte[0], ObjectMetadata.NONE);
        assertThat(store().head("empty").size()).isZero();
        assertThat(read(new GetRequest("empty", null, null))).isEmpty();
    }

    @Test
    void aRangeIsReadAndToldWithTheSizeOfTheWhole() throws IOException {
        byte[] bytes = bytes(10_000);
        place("a", bytes, ObjectMetadata.NONE);
        String etag = store().head("a").etag();
        for (ByteRange range : List.of(
                new ByteRange(0, 1), new ByteRange(17, 4000), new ByteRange(9_999, 1), new ByteRange(0, 10_000))) {
            try (ObjectContent content = store().get(new GetRequest("a", range, etag))) {
                assertThat(content.length()).isEqualTo(range.length());
                assertThat(content.info().size()).isEqualTo(10_000);
                assertThat(content.info().etag()).isEqualTo(etag);
                assertThat(content.stream().readAllBytes())
                        .isEqualTo(java.util.Arrays.copyOfRange(
                                bytes, (int) range.offset(), (int) (range.offset() + range.length())));
            }
        }
    }

    @Test
    void aRangeBeyondTheEndIsRefused() {
        place("a", bytes(10), ObjectMetadata.NONE);
        assertThatThrownBy(() -> store().get(new GetRequest("a", new ByteRange(10, 5), null)))
                .isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> store().get(new GetRequest("a", new ByteRange(5, 10), null)))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void anObjectThatChangedIsNotRead() {
        place("a", bytes(10), ObjectMetadata.NONE);
        String etag = store().head("a").etag();
        place("a", bytes(11), ObjectMetadata.NONE);
        assertThatThrownBy(() -> store().get(new GetRequest("a", null, etag))).isInstanceOf(ChangedException.class);
        assertThatThrownBy(() -> store().get(new GetRequest("a", new ByteRange(0, 5), etag)))
                .isInstanceOf(ChangedException.class);
    }

    @Test
    void aMissingObjectIsGone() {
        assertThatThrownBy(() -> store().head("none")).isInstanceOf(GoneException.class);
        assertThatThrownBy(() -> store().get(new GetRequest("no\nne", null, null)))
                .isInstanceOf(GoneException.class)
                .hasMessageContaining(store().name() + "/no\\nne");
    }

    @Test
    void a404WithoutACodeProvesNothingAboutAnObjectThatIsThere() throws IOException {
        place("a", bytes(10), ObjectMetadata.NONE);
        place("empty", new byte[0], ObjectMetadata.NONE);
        for (String key : List.of("a", "empty")) {
            failNext(404, "");
            assertUnproved(() -> store().get(new GetRequest(key, null, null)));
            failNext(404, "");
            assertUnproved(() -> store().head(key));
            assertThat(store().head(key).key()).isEqualTo(key);
        }
        failNext(404, "");
        assertUnproved(() -> store().get(new GetRequest("a", new ByteRange(2, 3), null)));
        assertThat(read(new GetRequest("a", null, null))).hasSize(10);
    }

    @Test
    void a404WithoutACodeIsProvedByTheListing() {
        place("ab", bytes(10), ObjectMetadata.NONE);
        failNext(404, "");
        assertThatThrownBy(() -> store().get(new GetRequest("a", null, null))).isInstanceOf(GoneException.class);
        failNext(404, "");
        assertThatThrownBy(() -> store().head("a")).isInstanceOf(GoneException.class);
    }

    @Test
    void aGatewayThatHidesAllObjectsDoesNotMakeThemGone() {
        place("a", bytes(10), ObjectMetadata.NONE);
        place("ab", bytes(10), ObjectMetadata.NONE);
        hideObjects();
        assertUnproved(() -> store().get(new GetRequest("a", null, null)));
        assertUnproved(() -> store().head("a"));
    }

    /** Checks that the 404 is a transient failure, and that the message gives possible causes. */
    private static void assertUnproved(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("404")
                .hasMessageMatching(".*(proxy or gateway|is it bound to this bucket).*")
                .hasNoCause();
    }

    @Test
    void aBodyThatIsCutOffFailsInsteadOfEnding() throws IOException {
        place("a", bytes(100_000), ObjectMetadata.NONE);
        cutNextBodyAfter(40_000);
        try (ObjectContent content = store().get(new GetRequest("a", null, null))) {
            assertThatThrownBy(() -> content.stream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("40000 of 100000");
        }
        assertThat(read(new GetRequest("a", null, null))).hasSize(100_000);
    }

    @Test
    void aContentThatIsClosedEarlyIsNotReadToItsEnd() throws IOException {
        int size = 16 * 1024 * 1024;
        place("big", new byte[size], ObjectMetadata.NONE);
        for (int i = 0; i < 3; i++) {
            try (ObjectContent content = store().get(new GetRequest("big", null, null))) {
                assertThat(content.stream().readNBytes(100)).hasSize(100);
            }
        }
        assertThat(bytesSent()).isLessThan(size);
        // The abandoned connections must not block later requests.
        place("small", bytes(5), ObjectMetadata.NONE);
        assertThat(read(new GetRequest("small", null, null))).hasSize(5);
    }

    @Test
    void refusalsHaveTheirMeaning() {
        place("a", bytes(1), ObjectMetadata.NONE);
        failNext(503, "SlowDown");
        assertThatThrownBy(() -> store().get(new GetRequest("a", null, null))).isInstanceOf(ThrottledException.class);
        failNext(500, "InternalError");
        assertThatThrownBy(() -> store().get(new GetRequest("a", null, null))).isInstanceOf(TransientException.class);
        failNext(403, "AccessDenied");
        assertThatThrownBy(() -> store().get(new GetRequest("a", null, null)))
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("AccessDenied");
        failNext(403, "InvalidObjectState");
        assertThatThrownBy(() -> store().get(new GetRequest("a", null, null))).isInstanceOf(ArchivedException.class);
        failNext(500, "InternalError");
        assertThatThrownBy(() -> store().list(ListRequest.of("", ""))).isInstanceOf(TransientException.class);
    }

    @Test
    void anErrorThatComesInPlaceOfAListingHasTheMeaningOfItsCode() {
        place("a", bytes(1), ObjectMetadata.NONE);
        failNext(200, "InternalError");
        assertThatThrownBy(() -> store().list(ListRequest.of("", "")))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("InternalError");
        failNext(200, "SlowDown");
        assertThatThrownBy(() -> store().list(ListRequest.of("", ""))).isInstanceOf(ThrottledException.class);
        failNext(200, "AccessDenied");
        assertThatThrownBy(() -> store().list(ListRequest.of("", ""))).isInstanceOf(DeniedException.class);
        failNext(200, "NobodyKnows");
        assertThatThrownBy(() -> store().list(ListRequest.of("", "")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("NobodyKnows");
        assertThat(keys(ListRequest.of("", ""))).containsExactly("a");
    }

    @Test
    void aWrongSecretIsDenied() {
        assertThatThrownBy(() -> storeWithWrongSecret().check()).isInstanceOf(DeniedException.class);
        assertThatThrownBy(() -> storeWithWrongSecret().get(new GetRequest("a", null, null)))
                .isInstanceOf(DeniedException.class);
    }

    @Test
    void aMissingBucketIsReportedByName() {
        assertThatThrownBy(() -> storeOfMissingBucket().check())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("no such bucket")
                .hasMessageContaining(storeOfMissingBucket().name());
    }

    /** Returns reproducible bytes. */
    protected static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    protected byte[] read(GetRequest request) throws IOException {
        try (ObjectContent content = store().get(request)) {
            return content.stream().readAllBytes();
        }
    }

    private List<String> keys(ListRequest request) {
        return store().list(request).objects().stream().map(ObjectSummary::key).toList();
    }
}
