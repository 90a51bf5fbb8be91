package dev.caravan.component.oss;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.OssObjects;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.GetRequest;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ThrottledException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the properties that only objects of OSS have: types, symbolic links, a checksum, metadata in UTF-8. */
class OssObjectsIT {

    private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

    private final OssSide side = new OssSide();
    private OssStore store;

    @BeforeEach
    void open() {
        store = side.open();
    }

    @AfterEach
    void close() {
        side.close();
    }

    private List<ObjectSummary> list() {
        return store.list(ListRequest.of("", "")).objects();
    }

    @Test
    void onlyWhatWasPutInOnePieceHasAnMd5ForAnEtag() {
        side.place("normal", DIGITS, ObjectMetadata.NONE);
        OssObjects.putAs("Multipart", side.bucket, "multipart", DIGITS);
        OssObjects.putAs("Appendable", side.bucket, "appendable", DIGITS);
        side.bucket.put("kms", Content.of("123456789"), Attributes.NONE.withEncryption("aws:kms"));
        side.bucket.put(
                "other-md5",
                Content.of("123456789"),
                Attributes.NONE.withHeader("content-md5", "AAAAAAAAAAAAAAAAAAAAAA=="));
        assertThat(store.head("normal").etag()).isEqualTo("25F9E794323B453885F5181F1B624D0B");
        assertThat(store.head("normal").etagIsMd5()).isTrue();
        assertThat(store.head("multipart").etagIsMd5()).isFalse();
        assertThat(store.head("appendable").etagIsMd5()).isFalse();
        assertThat(store.head("kms").etagIsMd5()).isFalse();
        assertThat(store.head("other-md5").etagIsMd5()).isFalse();
        assertThat(list())
                .filteredOn(ObjectSummary::etagIsOpaque)
                .extracting(ObjectSummary::key)
                .containsExactly("appendable", "multipart");
    }

    @Test
    void theChecksumOfTheWholeIsReportedAlsoForARange() throws IOException {
        side.place("a", DIGITS, ObjectMetadata.NONE);
        ContentChecksum expected =
                new ContentChecksum(ContentChecksum.Kind.CRC64, Long.toUnsignedString(-7395533204333446662L));
        assertThat(store.head("a").checksum()).isEqualTo(expected);
        try (ObjectContent content = store.get(new GetRequest("a", new dev.caravan.store.ByteRange(2, 3), null))) {
            assertThat(content.info().checksum()).isEqualTo(expected);
            assertThat(content.stream().readAllBytes()).isEqualTo("345".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void metadataIsTextWhateverItsAlphabet() {
        side.place(
                "a",
                DIGITS,
                new ObjectMetadata(
                        Map.of("content-type", "text/plain", "content-disposition", "attachment; filename=\"ä中.txt\""),
                        Map.of("name", "ä 中 😀"),
                        Map.of()));
        ObjectMetadata read = store.head("a").metadata();
        assertThat(read.user()).containsExactly(Map.entry("name", "ä 中 😀"));
        assertThat(read.contentDisposition()).isEqualTo("attachment; filename=\"ä中.txt\"");
        OssConfiguration without = side.configuration();
        without.setIncludeMetadata(false);
        assertThat(side.open("bucket", without).head("a").metadata()).isEqualTo(ObjectMetadata.NONE);
    }

    @Test
    void aDispositionThatTheServiceAddedIsNotTheObjects() {
        side.bucket.put(
                "a",
                Content.of("x"),
                Attributes.NONE
                        .withHeader("x-oss-force-download", "true")
                        .withHeader("content-disposition", "attachment"));
        assertThat(store.head("a").metadata().contentDisposition()).isEmpty();
    }

    @Test
    void aLinkIsListedAsWhatItLeadsToForOneHeadEach() throws IOException {
        side.place("target", DIGITS, ObjectMetadata.NONE);
        OssObjects.link(side.bucket, "link", "target");
        ObjectSummary link = list().get(0);
        ObjectInfo head = store.head("link");
        assertThat(link.key()).isEqualTo("link");
        assertThat(link.size()).isEqualTo(9).isEqualTo(head.size());
        assertThat(link.etag()).isEqualTo("25F9E794323B453885F5181F1B624D0B").isEqualTo(head.etag());
        assertThat(link.lastModified()).isEqualTo(head.lastModified());
        assertThat(link.etagIsOpaque()).isTrue();
        try (ObjectContent content = store.get(new GetRequest("link", null, link.etag()))) {
            assertThat(content.stream().readAllBytes()).isEqualTo(DIGITS);
        }
        assertThat(side.server.requests().count(Operation.HEAD)).isEqualTo(2);
    }

    @Test
    void aHeadOfALinkThatIsThrottledIsRetriedWithoutThePage() {
        side.place("target", DIGITS, ObjectMetadata.NONE);
        OssObjects.link(side.bucket, "link-1", "target");
        OssObjects.link(side.bucket, "link-2", "target");
        side.server.faults().add(Fault.on(Operation.HEAD).skip(1).times(1).then(FaultAction.answer(503, "SlowDown")));
        assertThat(list()).extracting(ObjectSummary::size).containsExactly(9L, 9L, 9L);
        assertThat(side.server.requests().count(Operation.LIST)).isEqualTo(1);
        assertThat(side.server.requests().count(Operation.HEAD)).isEqualTo(3);
    }

    @Test
    void aDeadLinkIsListedAsNewAndFailsWhenItIsRead() {
        Instant before = Instant.now();
        OssObjects.link(side.bucket, "dead", "none");
        OssObjects.link(side.bucket, "link-to-link", "dead");
        assertThat(list()).extracting(ObjectSummary::key).containsExactly("dead", "link-to-link");
        assertThat(list()).allSatisfy(link -> assertThat(link.lastModified()).isAfterOrEqualTo(before));
        assertThatThrownBy(() ->
                        store.get(new GetRequest("dead", null, list().get(0).etag())))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("SymlinkTargetNotExist")
                .hasMessageContaining("isn't there");
        assertThatThrownBy(() -> store.head("dead")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> store.get(new GetRequest("link-to-link", null, null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("InvalidTargetType");
    }

    @Test
    void aLinkThatCannotBeLookedAtNowFailsThePage() {
        OssObjects.link(side.bucket, "link", "none");
        side.server.faults().add(Fault.on(Operation.HEAD).times(4).then(FaultAction.answer(503, "SlowDown")));
        assertThatThrownBy(this::list).isInstanceOf(ThrottledException.class);
    }
}
