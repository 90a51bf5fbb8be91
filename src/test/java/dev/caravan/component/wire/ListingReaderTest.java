package dev.caravan.component.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingReaderTest {

    private static final String OBJECT = "<Contents><Key>%s</Key><LastModified>2023-11-14T22:13:20.000Z</LastModified>"
            + "<ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><Size>%s</Size>"
            + "<Owner><ID>1</ID><Key>not this</Key></Owner><StorageClass>STANDARD</StorageClass></Contents>";

    @Test
    void readsObjectsPrefixesAndTheWayOn() throws XMLStreamException {
        ObjectPage page = read("<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
                + "<NextContinuationToken>1/+token==</NextContinuationToken>"
                + OBJECT.formatted("a+b%2Bc", "5")
                + "<CommonPrefixes><Prefix>x%20y/</Prefix></CommonPrefixes>");
        assertThat(page.objects())
                .containsExactly(new ObjectSummary(
                        "a b+c",
                        5,
                        "9b2cf535f27731c974343645a3985328",
                        Instant.parse("2023-11-14T22:13:20Z"),
                        "STANDARD"));
        assertThat(page.commonPrefixes()).containsExactly("x y/");
        assertThat(page.next()).contains(ListRequest.of("p", "").continuedBy("1/+token=="));
    }

    @Test
    void keysOfAStoreThatDoesNotEncodeStayAsTheyAre() throws XMLStreamException {
        ObjectPage page = read("<IsTruncated>false</IsTruncated>" + OBJECT.formatted("a+b%2B &amp;&lt;", "5"));
        assertThat(page.objects().get(0).key()).isEqualTo("a+b%2B &<");
        assertThat(page.next()).isEmpty();
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
        assertThatThrownBy(() -> new ListingReader("LIST s3://b", request)
                        .read(stream("<IsTruncated>true</IsTruncated>"
                                + "<NextContinuationToken>same</NextContinuationToken>")))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void entitiesOfADocumentTypeAreNotExpanded() {
        byte[] xml = ("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><ListBucketResult>"
                        + "<IsTruncated>false</IsTruncated><Contents><Key>&e;</Key><Size>1</Size></Contents></ListBucketResult>")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() ->
                        new ListingReader("LIST s3://b", ListRequest.of("", "")).read(new ByteArrayInputStream(xml)))
                .isInstanceOfAny(XMLStreamException.class, InvalidException.class);
    }

    @Test
    void anotherDocumentIsNoListing() {
        assertThatThrownBy(() -> new ListingReader("LIST s3://b", ListRequest.of("", ""))
                        .read(new ByteArrayInputStream("<html/>".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("LIST s3://b")
                .hasMessageContaining("html");
    }

    @Test
    void aListingByKeysGoesOnBehindItsMarker() throws XMLStreamException {
        String way = "<IsTruncated>true</IsTruncated><NextMarker>a+b%E4%B8%AD</NextMarker>"
                + "<NextContinuationToken>not this</NextContinuationToken><EncodingType>url</EncodingType>";
        ListRequest request = ListRequest.of("", "a");
        assertThat(ListingReader.ofMarkers("LIST cos://b", request)
                        .read(stream(way))
                        .next())
                .contains(request.continuedBy("a b中"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "", "b\uff5e"})
    void aMarkerThatLeadsBackIsRefused(String marker) {
        String way = "<IsTruncated>true</IsTruncated><NextMarker>" + marker + "</NextMarker>";
        assertThatThrownBy(() -> ListingReader.ofMarkers("LIST cos://b", ListRequest.of("", "b😀"))
                        .read(stream(way)))
                .isInstanceOf(InvalidException.class);
    }

    private static ObjectPage read(String inside) throws XMLStreamException {
        return new ListingReader("LIST s3://b", ListRequest.of("p", "")).read(stream(inside));
    }

    private static ByteArrayInputStream stream(String inside) {
        return new ByteArrayInputStream(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + inside
                        + "</ListBucketResult>")
                .getBytes(StandardCharsets.UTF_8));
    }
}
