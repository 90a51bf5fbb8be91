package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.job.KeyLength;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingReaderTest {

    private static final String OBJECT = "<Contents><Key>%s</Key><LastModified>2023-11-14T22:13:20.000Z</LastModified>"
            + "<ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><Size>%s</Size>"
            + "<Owner><ID>1</ID><Key>not this</Key></Owner><StorageClass>STANDARD</StorageClass></Contents>";

    private static final ListedEncoding AS_SAID = new ListedEncoding(false, key -> {});

    private static final Function<XmlFault, StoreException> REFUSAL = fault ->
            new TransientException(fault.code() + ", " + fault.message() + ", " + fault.requestId(), 500, fault.code());

    @Test
    void readsObjectsPrefixesAndTheWayOn() throws XMLStreamException {
        ListRequest request = new ListRequest("p", "/", "", null, ListRequest.MAX_KEYS);
        ObjectPage page = ofTokens(request)
                .read(StoreXml.reader(stream("<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
                        + "<NextContinuationToken>1/+token==</NextContinuationToken>"
                        + OBJECT.formatted("a+b%2Bc", "5")
                        + "<CommonPrefixes><Prefix>x%20y/</Prefix></CommonPrefixes>")));
        assertThat(page.objects())
                .containsExactly(new ObjectSummary(
                        "a b+c",
                        5,
                        "9b2cf535f27731c974343645a3985328",
                        Instant.parse("2023-11-14T22:13:20Z"),
                        "STANDARD"));
        assertThat(page.commonPrefixes()).containsExactly("x y/");
        assertThat(page.next()).isEqualTo(request.continuedBy("1/+token=="));
    }

    @Test
    void aPageThatHidesKeysBelowAPrefixIsRefusedUnlessItWasAskedFor() {
        assertThatThrownBy(() -> read("<IsTruncated>false</IsTruncated>" + OBJECT.formatted("a", "5")
                        + "<CommonPrefixes><Prefix>d/</Prefix></CommonPrefixes>"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("hides the keys below \"d/\"");
    }

    @Test
    void keysOfAStoreThatDoesNotEncodeStayAsTheyAre() throws XMLStreamException {
        ObjectPage page = read("<IsTruncated>false</IsTruncated>" + OBJECT.formatted("a+b%2B &amp;&lt;", "5"));
        assertThat(page.objects().get(0).key()).isEqualTo("a+b%2B &<");
        assertThat(page.next()).isNull();
    }

    @Test
    void keysAreDecodedEvenWhenTheStoreSaysSoLast() throws XMLStreamException {
        ObjectPage page = read(
                OBJECT.formatted("a%2Fb", "0") + "<IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>");
        assertThat(page.objects().get(0).key()).isEqualTo("a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9223372036854775808", "1e3", ""})
    void anImpossibleSizeIsRefused(String size) {
        assertThatThrownBy(() -> read("<IsTruncated>false</IsTruncated>" + OBJECT.formatted("a", size)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("size is " + size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<IsTruncated>maybe</IsTruncated>",
                "<IsTruncated>true</IsTruncated>",
                "<IsTruncated>true</IsTruncated><NextContinuationToken/>",
                "<IsTruncated>false</IsTruncated><Contents><Size>1</Size></Contents>"
            })
    void aListingThatWouldLoseKeysIsRefused(String inside) {
        assertThatThrownBy(() -> read(inside)).isInstanceOf(InvalidException.class);
    }

    @Test
    void aTokenThatLeadsBackIsRefused() {
        ListRequest request = ListRequest.of("", "").continuedBy("same");
        assertThatThrownBy(() -> ofTokens(request)
                        .read(StoreXml.reader(stream("<IsTruncated>true</IsTruncated>"
                                + "<NextContinuationToken>same</NextContinuationToken>"))))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void entitiesOfADocumentTypeAreNotExpanded() {
        byte[] xml = ("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><ListBucketResult>"
                        + "<IsTruncated>false</IsTruncated><Contents><Key>&e;</Key><Size>1</Size></Contents></ListBucketResult>")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ofTokens(ListRequest.of("", "")).read(StoreXml.reader(new ByteArrayInputStream(xml))))
                .isInstanceOfAny(XMLStreamException.class, InvalidException.class);
    }

    @Test
    void anotherDocumentIsNoListing() {
        assertThatThrownBy(() -> ofTokens(ListRequest.of("", ""))
                        .read(StoreXml.reader(new ByteArrayInputStream("<html/>".getBytes(StandardCharsets.UTF_8)))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("LIST s3://b")
                .hasMessageContaining("html");
    }

    @Test
    void aListingByKeysGoesOnBehindItsMarker() throws XMLStreamException {
        String way = "<IsTruncated>true</IsTruncated><NextMarker>a+b%E4%B8%AD</NextMarker>"
                + "<NextContinuationToken>not this</NextContinuationToken><EncodingType>url</EncodingType>";
        ListRequest request = ListRequest.of("", "a");
        assertThat(ofMarkers(request).read(StoreXml.reader(stream(way))).next()).isEqualTo(request.continuedBy("a b中"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "", "b\uff5e"})
    void aMarkerThatLeadsBackIsRefused(String marker) {
        String way = "<IsTruncated>true</IsTruncated><NextMarker>" + marker + "</NextMarker>";
        assertThatThrownBy(() -> ofMarkers(ListRequest.of("", "b😀")).read(StoreXml.reader(stream(way))))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void aListingByKeysWithoutAMarkerGoesOnBehindItsLastKey() throws XMLStreamException {
        String way = "<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>";
        ListRequest request = ListRequest.of("", "a");
        assertThat(ofMarkers(request)
                        .read(StoreXml.reader(stream(way + OBJECT.formatted("b", "1") + OBJECT.formatted("c+d", "1"))))
                        .next())
                .isEqualTo(request.continuedBy("c d"));
        assertThatThrownBy(() -> ofMarkers(request).read(StoreXml.reader(stream(way))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("NextMarker");
        assertThatThrownBy(() -> ofMarkers(request).read(StoreXml.reader(stream(way + OBJECT.formatted("a", "1")))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("marker");
    }

    @Test
    void aListingWithoutATokenNamesWhatTheStoreMayNotSupport() {
        assertThatThrownBy(() -> read("<IsTruncated>true</IsTruncated>" + OBJECT.formatted("pa", "1")))
                .isInstanceOfSatisfying(
                        InvalidException.class, e -> assertThat(e.code()).isEqualTo(ListingReader.NO_TOKEN))
                .hasMessageContaining("ListObjectsV2");
    }

    @Test
    void anErrorInPlaceOfAPageIsReportedWithItsCodeAndItsWords() {
        String error =
                "<Error><Code>InternalError</Code><Message>Try again.</Message><RequestId>R1</RequestId></Error>";
        assertThatThrownBy(() -> ofTokens(ListRequest.of("", ""))
                        .read(StoreXml.reader(new ByteArrayInputStream(error.getBytes(StandardCharsets.UTF_8)))))
                .isInstanceOf(TransientException.class)
                .hasMessage("InternalError, Try again., R1");
        assertThatThrownBy(() -> ofTokens(ListRequest.of("", ""))
                        .read(StoreXml.reader(new ByteArrayInputStream("<Error/>".getBytes(StandardCharsets.UTF_8)))))
                .isInstanceOf(InvalidException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // One of the keys has a character that every URL encoding escapes.
        "'', a%20b, 'c d', a%20b",
        "'', a%20b, é, a%20b",
        "'', a%20b, 100%, a%20b",
        // No key shows whether the listing is encoded, and both readings are equal.
        "'', a/b, c-d, a/b",
        // All keys start with the prefix, which shows whether they are encoded.
        "é/, %C3%A9/a+b, %C3%A9/c, é/a b",
        "p/, p%2Fa%2Bb, p%2Fc, p/a+b"
    })
    void whetherKeysAreEncodedIsReadFromThemWhereTheStoreDoesNotSay(
            String prefix, String first, String second, String key) throws XMLStreamException {
        ListedEncoding encoding = new ListedEncoding(true, asked -> {
            throw new AssertionError("the store was asked for " + asked);
        });
        assertThat(keys(encoding, prefix, first, second)).first().isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"a%20b, a%20b", "a b, a b", "c+d, a%20b", "c d, a b"})
    void whereTheKeysDoNotTellTheStoreIsAskedOnceWhichObjectExists(String existing, String key)
            throws XMLStreamException {
        List<String> asked = new ArrayList<>();
        ListedEncoding encoding = new ListedEncoding(true, candidate -> {
            asked.add(candidate);
            if (!candidate.equals(existing)) {
                throw new GoneException("no such key", 404, "");
            }
        });
        assertThat(keys(encoding, "", "a%20b", "c+d")).first().isEqualTo(key);
        int often = asked.size();
        assertThat(keys(encoding, "", "a%20b", "x%2B")).first().isEqualTo(key);
        assertThat(asked).hasSize(often);
    }

    @Test
    void aPageWhoseKeysMayBeReadInTwoWaysIsRefused() {
        for (RuntimeException answer : new RuntimeException[] {
            null, new GoneException("no such key", 404, ""), new DeniedException("forbidden", 403, "")
        }) {
            ListedEncoding encoding = new ListedEncoding(true, candidate -> {
                if (answer != null) {
                    throw answer;
                }
            });
            assertThatThrownBy(() -> keys(encoding, "", "a%20b", "c"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("a%20b")
                    .hasMessageContaining("EncodingType");
        }
    }

    @Test
    void aStoreThatDoesNotAnswerDecidesNothing() {
        ListedEncoding encoding = new ListedEncoding(true, candidate -> {
            throw new TransientException("no answer");
        });
        assertThatThrownBy(() -> keys(encoding, "", "a%20b", "c")).isInstanceOf(TransientException.class);
    }

    @Test
    void aPageWithFarTooManyKeysIsRefused() throws XMLStreamException {
        String end = "<IsTruncated>false</IsTruncated>";
        assertThat(read(OBJECT.formatted("a", "1").repeat(50_000) + end).objects())
                .hasSize(50_000);
        assertThatThrownBy(() -> read(OBJECT.formatted("a", "1").repeat(50_001) + end))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("50000 keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "é", "😀", "&amp;", "&#233;", ";", "%C3%A9", "a%2Fb+"})
    void aKeyOfMegabytesCostsNoMemoryAndTheOthersAreRead(String part) throws XMLStreamException {
        String inside = "<EncodingType>url</EncodingType>" + OBJECT.formatted("a", "1")
                + OBJECT.formatted("k" + part.repeat(3_000_000 / part.length()), "2") + OBJECT.formatted("z", "3")
                + "<IsTruncated>false</IsTruncated>";
        Random random = new Random(7);
        InputStream pieces = new FilterInputStream(stream(inside)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, 1 + random.nextInt(length));
            }
        };

        List<ObjectSummary> objects = ofTokens(ListRequest.of("", ""))
                .read(StoreXml.reader(new ListingStream("LIST s3://b", pieces)))
                .objects();

        assertThat(objects).extracting(ObjectSummary::size).containsExactly(1L, 2L, 3L);
        assertThat(KeyLength.isTooLong(objects.get(1).key())).isTrue();
        assertThat(objects.get(1).key()).hasSizeLessThan(5_000);
    }

    @Test
    void theLongestKeyIsReadWholeHoweverItIsWritten() throws XMLStreamException {
        String key = "é".repeat(512);
        for (String written : List.of(key, "%C3%A9".repeat(512), "&#37;C3&#37;A9".repeat(512))) {
            String inside = "<EncodingType>url</EncodingType>" + OBJECT.formatted(written, "1")
                    + "<IsTruncated>false</IsTruncated>";
            assertThat(ofTokens(ListRequest.of("", ""))
                            .read(StoreXml.reader(new ListingStream("LIST s3://b", stream(inside))))
                            .objects())
                    .extracting(ObjectSummary::key)
                    .containsExactly(key);
        }
    }

    private static List<String> keys(ListedEncoding encoding, String prefix, String... keys) throws XMLStreamException {
        StringBuilder inside = new StringBuilder("<IsTruncated>false</IsTruncated>");
        for (String key : keys) {
            inside.append(OBJECT.formatted(key, "1"));
        }
        return new ListingReader("LIST s3://b", ListRequest.of(prefix, ""), false, encoding, REFUSAL)
                .read(StoreXml.reader(stream(inside.toString()))).objects().stream()
                        .map(ObjectSummary::key)
                        .toList();
    }

    private static ListingReader ofTokens(ListRequest request) {
        return new ListingReader("LIST s3://b", request, false, AS_SAID, REFUSAL);
    }

    @Test
    void noKeyIsSkippedWhereOnlyTheNextMarkerIsNotEncoded() throws XMLStreamException {
        ListRequest request = ListRequest.of("", "");
        String way = "<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextMarker>a%7Az</NextMarker>"
                + OBJECT.formatted("a%257Az", "1");

        assertThat(ofMarkers(request).read(StoreXml.reader(stream(way))).next())
                .isEqualTo(request.continuedBy("a%7Az"));
    }

    private static ListingReader ofMarkers(ListRequest request) {
        return new ListingReader("LIST cos://b", request, true, AS_SAID, REFUSAL);
    }

    private static ObjectPage read(String inside) throws XMLStreamException {
        return ofTokens(ListRequest.of("p", "")).read(StoreXml.reader(stream(inside)));
    }

    private static ByteArrayInputStream stream(String inside) {
        return new ByteArrayInputStream(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + inside
                        + "</ListBucketResult>")
                .getBytes(StandardCharsets.UTF_8));
    }
}
