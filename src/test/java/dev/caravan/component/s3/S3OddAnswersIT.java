package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.local.Relay;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.CopySource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
import dev.caravan.store.PutRequest;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadedPart;
import dev.caravan.store.VersionRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests responses that no good store sends. Gateways, proxies, captive portals and attackers send them. */
class S3OddAnswersIT {

    private static final String ETAG = "ETag: \"e\"\n";

    private static final String PAGE = "<!DOCTYPE html><html><body>Sorry&nbsp;<p>no</body></html>";

    private final LocalS3 server = LocalS3.start().credential("AKID", "secret");
    private final Relay relay = Relay.to(server.port());
    private S3Store store;

    @BeforeEach
    void openStore() {
        server.createBucket("bucket").put("a", "0123456789");
        S3Configuration configuration = new S3Configuration();
        configuration.setEndpoint("http://127.0.0.1:" + relay.port());
        configuration.setPathStyle(true);
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey("secret");
        configuration.setSocketTimeout(10_000);
        store = new S3Store("bucket", configuration);
    }

    @AfterEach
    void close() {
        assertThat(store.connectionsInUse()).isZero();
        store.close();
        relay.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 OK|Content-Length: 10|0123456789",
                "206 Partial Content|Content-Length: 5,Content-Range: bytes 1-5/10|01234",
                "206 Partial Content|Content-Length: 5,Content-Range: bytes 0-4/4|01234",
                "206 Partial Content|Content-Length: 5,Content-Range: bytes 0-4/*|01234",
                "206 Partial Content|Content-Length: 5|01234",
                "206 Partial Content|Content-Length: 4,Content-Range: bytes 0-4/10|0123",
                "206 Partial Content|Content-Length: 5,Content-Type: multipart/byteranges|01234",
            })
    void anAnswerThatIsNotTheRangeIsRefused(String status, String headers, String body) {
        answer(status, ETAG + headers.replace(',', '\n'), body);
        assertThatThrownBy(() -> store.get(new GetRequest("a", new ByteRange(0, 5), null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("GET s3://bucket/a")
                .hasMessageContaining("bytes=0-4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked",
                "Content-Length: 2\nTransfer-Encoding: chunked",
                "X-Length: none",
                "Content-Length: -1",
                "Content-Length: 99999999999999999999"
            })
    void anObjectOfUnknownLengthIsRefused(String headers) throws IOException {
        answerThrice("200 OK", ETAG + headers, "2\r\nab\r\n0\r\n\r\n");
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null)))
                .isInstanceOfAny(InvalidException.class, TransientException.class)
                .hasMessageContaining("ength");
        assertThat(whole(store.get(new GetRequest("a", null, null)))).isEqualTo("0123456789");
    }

    @Test
    void aWeakEtagIsTheEtag() throws IOException {
        answer("200 OK", "Content-Length: 2\nETag: W/\"781e5e245d69b566979b86e28d23f2c7\"", "ab");
        try (ObjectContent content = store.get(new GetRequest("a", null, "781e5e245d69b566979b86e28d23f2c7"))) {
            assertThat(content.info().etag()).isEqualTo("781e5e245d69b566979b86e28d23f2c7");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Type: none|it has no ETag, as every object has",
                "Content-Type: text/html; charset=utf-8|it has no ETag, as every object has, and it is an HTML page"
            })
    void aPageWithStatus200IsNoObject(String header, String why) {
        answer("200 OK", header + "\nContent-Length: " + PAGE.length(), PAGE);
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, "x")))
                .isInstanceOf(InvalidException.class)
                .hasMessage("GET s3://bucket/a: the store's answer is invalid: " + why);
    }

    @Test
    void aRangeWithStatus200IsTheRange() throws IOException {
        answer("200 OK", ETAG + "Content-Length: 5\nContent-Range: bytes 0-4/10", "01234");
        ObjectContent content = store.get(new GetRequest("a", new ByteRange(0, 5), "e"));
        assertThat(content.info().size()).isEqualTo(10);
        assertThat(whole(content)).isEqualTo("01234");
        answer("200 OK", ETAG + "Content-Length: 5\nContent-Range: bytes 0-4/10", "01234");
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, "e")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("Content-Range 'bytes 0-4/10' for a whole object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked|2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "X-Length: none|abc"})
    void aBodyWithoutALengthMustHaveTheAnnouncedOne(String answer) throws IOException {
        String headers = ETAG + answer.substring(0, answer.indexOf('|'));
        String body = answer.substring(answer.indexOf('|') + 1);
        answerThrice("200 OK", headers, body);
        ObjectContent content = store.get(new GetRequest("a", null, "e", 3));
        assertThat(content.length()).isEqualTo(3);
        assertThat(whole(content)).isEqualTo("abc");
        answer("206 Partial Content", headers + "\nContent-Range: bytes 2-4/10", body);
        assertThat(whole(store.get(new GetRequest("a", new ByteRange(2, 3), "e"))))
                .isEqualTo("abc");
        answer("200 OK", headers, body);
        assertThatThrownBy(() -> whole(store.get(new GetRequest("a", null, "e", 4))))
                .isInstanceOf(IOException.class)
                .hasMessage("the body ended after 3 of 4 bytes");
        answer("200 OK", headers, body);
        assertThatThrownBy(() -> whole(store.get(new GetRequest("a", null, "e", 2))))
                .isInstanceOf(IOException.class)
                .hasMessage("the body goes on after the 2 bytes that were announced");
        answer("200 OK", headers, body);
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, "e", 0)))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("the body goes on");
    }

    @ParameterizedTest
    @CsvSource({"200 OK,Transfer-Encoding: chunked", "200 OK,X-Length: none", "200 OK,Content-Length: 12"})
    void anObjectThatIsDecompressedOnItsWayIsReadAsItIsStored(String status, String header) throws IOException {
        String etag = store.head("a").etag();
        String headers = header + "\nETag: \"" + etag + '"';
        answer(status, headers, "2\r\nab\r\n0\r\n\r\n");
        assertThat(whole(store.get(new GetRequest("a", null, etag, 10)))).isEqualTo("0123456789");
        assertThat(server.requests().log(Operation.GET))
                .last()
                .satisfies(get -> assertThat(get.header("accept-encoding")).isEqualTo("gzip, br, zstd"));
        if (!header.startsWith("Content-Length")) {
            answer(status, headers, "2\r\nab\r\n0\r\n\r\n");
            assertThat(whole(store.get(new GetRequest("a", new ByteRange(2, 3), etag, 10))))
                    .isEqualTo("234");
            answer(status, headers, "");
            assertThat(store.head("a").size()).isEqualTo(10);
        }
        assertThat(whole(store.get(new GetRequest("a", null, etag, 10)))).isEqualTo("0123456789");
        assertThat(server.requests().log(Operation.GET))
                .last()
                .satisfies(get -> assertThat(get.header("accept-encoding")).isEqualTo("identity"));
    }

    @Test
    void anEncodedObjectWithoutALengthIsReadAsItIsStoredUnlessAProxyHasCompressedIt() throws IOException {
        String encoded = "Transfer-Encoding: chunked\nContent-Encoding: gzip\nETag: ";
        answer("200 OK", ETAG + "Transfer-Encoding: chunked", "4\r\nabcd\r\n0\r\n\r\n");
        answer("200 OK", encoded + "\"e\"", "3\r\nxyz\r\n0\r\n\r\n");
        assertThat(whole(store.get(new GetRequest("a", null, "e", 3)))).isEqualTo("xyz");
        answer("200 OK", ETAG + "Transfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n");
        answer("200 OK", encoded + "W/\"e\"", "2\r\nxy\r\n0\r\n\r\n");
        answer("200 OK", ETAG + "Transfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n");
        assertThat(whole(store.get(new GetRequest("a", null, "e", 3)))).isEqualTo("abc");
    }

    @Test
    void answersAboutUploadsAreKnownByTheirContent() {
        answer(
                "200 OK",
                "X: y",
                "<InitiateMultipartUploadResponse><UploadId>u</UploadId></InitiateMultipartUploadResponse>");
        assertThat(store.createUpload("a", ObjectMetadata.NONE)).isEqualTo("u");
        answer(
                "200 OK",
                "X: y",
                "<ListPartsResponse><UploadId>u</UploadId><IsTruncated>false</IsTruncated><Part><PartNumber>1</PartNumber>"
                        + "<ETag>\"e\"</ETag><Size>5</Size></Part></ListPartsResponse>");
        List<UploadedPart> parts = store.listParts("a", "u");
        assertThat(parts).containsExactly(new UploadedPart(1, "e", 5, ""));
        answer("200 OK", "X: y", "<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>");
        assertThat(store.listParts("a", "u"))
                .as("a store that leaves out the upload ID")
                .isEmpty();
        answer(
                "200 OK",
                "X: y",
                "<CompleteMultipartUploadResponse><ETag>\"e-1\"</ETag></CompleteMultipartUploadResponse>");
        assertThat(store.completeUpload("a", "u", parts, null)).isEqualTo("e-1");
        for (String body : new String[] {"<Error/>", "<Error><Message>x</Message></Error>", "<ListPartsResult/>"}) {
            answer("200 OK", "X: y", body);
            assertNonsense(() -> store.createUpload("a", ObjectMetadata.NONE));
            answer("200 OK", "X: y", body);
            assertNonsense(() -> store.listParts("a", "u"));
            answer("200 OK", "X: y", body);
            assertNonsense(() -> store.completeUpload("a", "u", parts, null));
            answer("200 OK", "X: y", body);
            assertNonsense(() -> store.tags("a", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<?xml version=\"1.0\"?>", "<Result>", "<Result><UploadId>u</UploadId><ETag>e"})
    void anAnswerThatIsCutOffMayBeWholeNextTime(String body) {
        List<UploadedPart> parts = List.of(new UploadedPart(1, "e", 1, ""));
        answer("200 OK", "X: y", body);
        assertCutOff(() -> store.createUpload("a", ObjectMetadata.NONE));
        answer("200 OK", "X: y", body);
        assertCutOff(() -> store.listParts("a", "u"));
        answer("200 OK", "X: y", body);
        assertCutOff(() -> store.completeUpload("a", "u", parts, null));
        answer("200 OK", "X: y", body);
        assertCutOff(() -> store.copyObject("b", new CopySource("bucket", "a", null, false)));
        answer("200 OK", "X: y", body);
        assertCutOff(() -> store.tags("a", ""));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void contentOfAnotherSizeThanItsVersionHasIsRefused(long size) {
        answer("200 OK", ETAG + "Content-Length: 2", "ab");
        answer("200 OK", ETAG + "Content-Length: 2", "ab");
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, "e", size)))
                .isInstanceOf(ChangedException.class)
                .hasMessage("GET s3://bucket/a: the object with the ETag e has 2 bytes, not " + size);
        answer("206 Partial Content", ETAG + "Content-Length: 1\nContent-Range: bytes 0-0/2", "a");
        assertThatThrownBy(() -> store.get(new GetRequest("a", new ByteRange(0, 1), "e", size)))
                .isInstanceOf(ChangedException.class);
        answer("200 OK", ETAG + "Content-Length: 2", "ab");
        store.get(new GetRequest("a", null, "", size)).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "1", "yes", "falsch"})
    void aPageThatMayGoOnIsNotTheLast(String truncated) {
        String page = "<IsTruncated>" + truncated + "</IsTruncated>";
        answer("200 OK", "X: y", "<ListBucketResult>" + page + "</ListBucketResult>");
        assertNonsense(() -> store.list(ListRequest.of("", "")));
        answer("200 OK", "X: y", "<ListVersionsResult>" + page + "</ListVersionsResult>");
        assertNonsense(() -> store.versions(VersionRequest.of("")));
        answer("200 OK", "X: y", "<ListPartsResult><UploadId>u</UploadId>" + page + "</ListPartsResult>");
        assertNonsense(() -> store.listParts("a", "u"));
    }

    /**
     * The name of an entry is its time in seconds. The name of a delete marker starts with m, that of an upload in
     * parts with p.
     */
    @ParameterizedTest
    @CsvSource({
        // Some stores list versions before delete markers.
        "2 1 m3*, m3 2 1",
        "4* 3 1 m2, 4 3 m2 1",
        "4* 1 m3 m2, 4 m3 m2 1",
        "1 m1*, m1 1",
        // The order of Amazon S3 stays. The time of an upload in parts is that of its creation.
        "5* 1 m2 0, 5 1 m2 0",
        "1* m2, 1 m2",
        "5* 4 m2 m1, 5 4 m2 m1",
        "5* p1 m2, 5 p1 m2",
    })
    void theVersionsOfAKeyAreInOrderWhereDeleteMarkersAreListedLast(String listed, String newestFirst) {
        StringBuilder entries = new StringBuilder();
        for (String entry : listed.split(" ")) {
            String id = entry.replace("*", "");
            String element = id.startsWith("m") ? "DeleteMarker" : "Version";
            entries.append("<%s><Key>a</Key><VersionId>%s</VersionId><IsLatest>%s</IsLatest>"
                    .formatted(element, id, entry.endsWith("*")));
            entries.append("<LastModified>2024-01-02T03:04:0%s.000Z</LastModified><Size>1</Size><ETag>e%s</ETag></%s>"
                    .formatted(id.replaceAll("[mp]", ""), id.startsWith("p") ? "-2" : "", element));
        }
        String listing = "<ListVersionsResult><IsTruncated>false</IsTruncated>" + entries + "</ListVersionsResult>";
        answer("200 OK", "X: y", listing);
        assertThat(store.versions(VersionRequest.of("a")).versions())
                .extracting(ObjectVersion::versionId)
                .containsExactly(newestFirst.split(" "));
    }

    @Test
    void versionsOfKeysThatWereNotAskedForAreRefused() {
        String version = "<Version><Key>b</Key><VersionId>v</VersionId><IsLatest>true</IsLatest><Size>1</Size>"
                + "<LastModified>2024-01-02T03:04:05.000Z</LastModified><ETag>\"e\"</ETag></Version>";
        String listing = "<ListVersionsResult><IsTruncated>false</IsTruncated>" + version + "</ListVersionsResult>";
        answer("200 OK", "X: y", listing);
        assertThat(store.versions(VersionRequest.of("b")).versions()).hasSize(1);
        answer("200 OK", "X: y", listing);
        assertNonsense(() -> store.versions(VersionRequest.of("a")));
    }

    /** Ceph encodes the keys of a listing, but not its markers and tokens. */
    @Test
    void aPageWhoseTokenHasControlCharactersIsRead() {
        String page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult><EncodingType>url</EncodingType>"
                + "<IsTruncated>true</IsTruncated><Contents><Key>%01%25</Key><Size>1</Size><ETag>\"e\"</ETag>"
                + "<LastModified>2024-01-02T03:04:05.000Z</LastModified></Contents>"
                + "<NextContinuationToken>&#x01;%</NextContinuationToken><StartAfter>&#x00;</StartAfter></ListBucketResult>";
        answer("200 OK", "X: y", page);
        answer("200 OK", "X: y", page);
        ObjectPage read = store.list(ListRequest.of("", "\u0000"));
        assertThat(read.objects()).extracting(ObjectSummary::key).containsExactly("\u0001%");
        assertThat(read.next().continuation()).isEqualTo("\u0001%");
    }

    @Test
    void aPageWithControlCharactersIsBounded() {
        String page = "<ListBucketResult>" + ("<X>" + "x".repeat(15_000) + "</X>").repeat(600)
                + "<NextContinuationToken>&#x01;</NextContinuationToken></ListBucketResult>";
        answer("200 OK", "X: y", page);
        answer("200 OK", "X: y", page);
        assertThatThrownBy(() -> store.list(ListRequest.of("", "")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("it has characters that XML can't have, and is longer than 8 MiB");
    }

    @ParameterizedTest
    @CsvSource({
        // Ceph's way, and that of Amazon S3.
        "a%257E, a%7E, a%7E",
        "a%257E, a%257E, a%7E",
        "a%2Bb, a+b, a+b",
        "a%2Bb, a%2Bb, a+b",
        "%01a, &#x01;a, '\u0001a'",
        "%01a, %01a, '\u0001a'",
        "100%25, 100%, 100%",
        // If the marker is not the last key, the listing continues after the lower of the two readings.
        "a, b%7E, b%7E",
        "a, b+, 'b '",
    })
    void aListingOfVersionsGoesOnAfterItsLastKeyWhetherTheMarkerIsEncodedOrNot(
            String key, String marker, String goesOnAfter) {
        String version =
                "<Version><Key>" + key + "</Key><VersionId>v</VersionId><IsLatest>true</IsLatest><Size>1</Size>"
                        + "<LastModified>2024-01-02T03:04:05.000Z</LastModified><ETag>\"e\"</ETag></Version>";
        answer(
                "200 OK",
                "X: y",
                "<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>"
                        + marker + "</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker>" + version
                        + "</ListVersionsResult>");
        assertThat(store.versions(VersionRequest.of("")).next()).isEqualTo(new VersionRequest("", goesOnAfter, "v"));
    }

    @Test
    void whereNothingProvesThatAnObjectIsGoneItIsAFailure() {
        server.bucket("bucket").deny(Operation.LIST);
        answer("404 Not Found", "Content-Length: " + PAGE.length(), PAGE);
        assertThatThrownBy(() -> store.get(new GetRequest("none", null, null)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("nothing proves that the object is gone: LIST s3://bucket: 403 AccessDenied");
    }

    @Test
    void aSecondLookIsTakenOnlyAfterA404WithoutACode() {
        assertThatThrownBy(() -> store.get(new GetRequest("none", null, null))).isInstanceOf(GoneException.class);
        assertThat(server.requests().total()).isEqualTo(1);
        assertThatThrownBy(() -> store.head("none")).isInstanceOf(GoneException.class);
        assertThat(server.requests().total()).isEqualTo(3);
        assertThat(server.requests().count(Operation.LIST)).isZero();
    }

    @Test
    void theFramingOfAClientIsNoEncodingOfTheObject() {
        answer("200 OK", "Content-Length: 2\nContent-Encoding: gzip, aws-chunked", "");
        assertThat(store.head("a").metadata().contentEncoding()).isEqualTo("gzip");
        answer("200 OK", "Content-Length: 2\nContent-Encoding: aws-chunked", "");
        assertThat(store.head("a").metadata().contentEncoding()).isEmpty();
    }

    @Test
    void listsOnSeveralLinesAreOneList() {
        answer(
                "200 OK",
                "Content-Length: 2\nContent-Length: 2\nETag: \"e\"\nETag: \"e\"\nContent-Type: text/plain\n"
                        + "Content-Type: text/plain\nContent-Encoding: gzip\nContent-Encoding: aws-chunked\n"
                        + "Cache-Control: no-store\nCache-Control: private\nContent-Language: de\nContent-Language: fr\n"
                        + "x-amz-meta-a: 1\nx-amz-meta-a: 2\nx-amz-meta-folded: one\n two\nx-amz-missing-meta: 1",
                "");
        ObjectInfo info = store.head("a");
        assertThat(info.etag()).isEqualTo("e");
        assertThat(info.metadata())
                .isEqualTo(new ObjectMetadata(
                                Map.of(
                                        "content-type",
                                        "text/plain",
                                        "content-encoding",
                                        "gzip",
                                        "content-language",
                                        "de, fr",
                                        "cache-control",
                                        "no-store, private"),
                                Map.of("a", "1,2", "folded", "one two"),
                                Map.of())
                        .missing(1));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length, 2, 3",
        "ETag, \"a\", \"b\"",
        "Content-Range, bytes 0-1/2, bytes 0-1/3",
        "'Last-Modified', 'Tue, 02 Jan 2024 03:04:05 GMT', 'Tue, 02 Jan 2024 03:04:06 GMT'",
        "Content-Type, text/plain, text/html",
        "Content-Disposition, inline, attachment",
        "Expires, 0, 1",
    })
    void twoValuesOfWhatHasOneAreRefused(String name, String one, String other) {
        String length = name.equals("Content-Length") ? "" : "\nContent-Length: 2";
        String etag = name.equals("ETag") ? "" : ETAG;
        answer("200 OK", etag + name + ": " + one + "\n" + name + ": " + other + length, "ab");
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("GET s3://bucket/a")
                .hasMessageContaining("it has two values of " + name + ": '" + one + "' and '" + other + "'");
    }

    @Test
    void controlCharactersInMetadataDoNotFailTheObject() throws IOException {
        answer(
                "200 OK",
                "Content-Length: 2\nETag: \"e\"\nContent-Type: text/\u0001plain\nx-amz-meta-a: b\u0007c\nx-amz-meta-d: e",
                "ab");
        try (ObjectContent content = store.get(new GetRequest("a", null, null))) {
            store.put(new PutRequest("copy", content.info().metadata(), null), content);
        }
        assertThat(store.head("copy").metadata().user()).isEqualTo(Map.of("d", "e"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"301 Moved", "302 Found", "303 See Other", "304 Not Modified", "307 Temporary", "308 Permanent"})
    void aRedirectIsNotFollowed(String status) {
        answer(status, "Location: http://127.0.0.1:" + relay.port() + "/elsewhere\nContent-Length: 0", "");
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(status.substring(0, 3));
        assertThat(relay.requestTargets()).containsExactly("/bucket/a");
    }

    @Test
    void aPageForPeopleMeansWhatItsStatusMeans() {
        refusal("503 Unavailable", PAGE).isInstanceOf(ThrottledException.class);
        refusal("502 Bad Gateway", PAGE).isInstanceOf(TransientException.class);
        refusal("403 Forbidden", PAGE).isInstanceOf(DeniedException.class);
        byte[] noise = new byte[500];
        new SplittableRandom(1).nextBytes(noise);
        refusal("500 Error", new String(noise, StandardCharsets.ISO_8859_1)).isInstanceOf(TransientException.class);
        refusal("500 Error", "<Error><Code><b>x</b></Code></Error>").isInstanceOf(TransientException.class);
    }

    @Test
    void aPageForPeopleIsNoSuccess() {
        String length = "Content-Length: " + PAGE.length();
        String page = PAGE.substring(PAGE.indexOf("<html"));
        String shorter = "Content-Length: " + page.length();
        for (String body : new String[] {PAGE, page}) {
            String head = body.equals(PAGE) ? length : shorter;
            answer("200 OK", head, body);
            assertNonsense(() -> store.list(ListRequest.of("", "")));
            answer("200 OK", head, body);
            assertNonsense(() -> store.createUpload("a", ObjectMetadata.NONE));
            answer("200 OK", head, body);
            assertNonsense(() -> store.listParts("a", "1"));
            answer("200 OK", head, body);
            assertNonsense(() -> store.completeUpload("a", "1", List.of(new UploadedPart(1, "e", 1, "")), null));
            answer("200 OK", head, body);
            assertNonsense(() -> store.copyObject("b", new CopySource("bucket", "a", null, false)));
        }
    }

    @Test
    void anAnswerToDeleteWithTextIsASuccessOnlyIfTheObjectIsGone() {
        answer("200 OK", "Content-Length: " + PAGE.length(), PAGE);
        assertThatThrownBy(() -> store.delete("a"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("DELETE s3://bucket/a: 200")
                .hasMessageContaining("but the store lists the object");
        String error = "<Error><Code>InternalError</Code></Error>";
        answer("200 OK", "Content-Length: " + error.length(), error);
        assertThatThrownBy(() -> store.delete("a")).isInstanceOf(TransientException.class);
        answer("200 OK", "Content-Length: 25", "{\"message\":\"it is gone\"}");
        store.delete("another");
        answer("200 OK", "Content-Length: 0", "");
        store.delete("a");
        assertThat(server.requests().count(Operation.DELETE)).isZero();
    }

    @Test
    void anEndlessRefusalIsCutShort() {
        String body = "<Error><Code>AccessDenied</Code></Error>" + " ".repeat(20_000_000);
        answer("403 Forbidden", "Content-Length: 100000000000", body);
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(DeniedException.class);
        answer("403 Forbidden", "Content-Length: 100000000000", body);
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null))).isInstanceOf(DeniedException.class);
    }

    @Test
    void anEndlessListingIsCutShort() {
        answer(
                "200 OK",
                "Content-Length: 100000000000",
                "<ListBucketResult><IsTruncated>false</IsTruncated>" + "<X>y</X>".repeat(5_000_000));
        assertNonsense(() -> store.list(ListRequest.of("", "")));
    }

    @Test
    void aListingWithBrokenEscapesIsRefused() {
        for (String key : new String[] {"a%", "a%2", "a%zz", "a%ff", "%c3%28"}) {
            String body = "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
                    + "<Contents><Key>" + key + "</Key><Size>1</Size></Contents></ListBucketResult>";
            answer("200 OK", "Content-Length: " + body.length(), body);
            assertThatThrownBy(() -> store.list(ListRequest.of("", "")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(key);
        }
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> refusal(String status, String body) {
        answer(status, "Content-Type: text/html\nContent-Length: " + body.length(), body);
        return assertThatThrownBy(() -> store.get(new GetRequest("a", null, null)))
                .hasMessageContaining("GET s3://bucket/a: " + status.substring(0, 3));
    }

    private static void assertCutOff(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("s3://bucket/")
                .hasMessageEndingWith("the answer is cut off");
    }

    private static void assertNonsense(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(InvalidException.class)
                .satisfies(e -> assertThat(((StoreException) e).code()).isEqualTo("BadAnswer"))
                .hasMessageNotContainingAny("\n");
    }

    @Test
    void anEmptyAnswerToTheQuestionForVersionsMeansThatTheStoreHasNone() {
        answer("200 OK", "Content-Length: 0", "");
        assertThatThrownBy(store.locks()::requireVersions)
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("s3://bucket: the bucket doesn't keep versions");
        answer("200 OK", "Content-Length: 0", "");
        assertThatThrownBy(store.locks()::requireLock)
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("s3://bucket: the bucket has no Object Lock configuration");
        answer("200 OK", "Content-Length: 100", "<Versioning");
        assertThatThrownBy(store.locks()::requireVersions).isInstanceOf(TransientException.class);
    }

    @Test
    void anEmptyObjectInPlaceOfItsLockOrAclIsNotRequestedAgain() {
        answer("200 OK", ETAG + "Content-Length: 0", "");
        assertThatCode(() -> store.locks().requireReadable("a", "", "retention"))
                .doesNotThrowAnyException();
        answer("200 OK", ETAG + "Content-Length: 0", "");
        assertThatThrownBy(() -> store.acls().grants("a", ""))
                .isInstanceOf(InvalidException.class)
                .hasMessage("GET ACL of s3://bucket/a: the store's answer is empty");
    }

    @Test
    void aListingOfObjectsInPlaceOfVersionsIsRefused() {
        String objects = "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key><Size>10</Size>"
                + "<ETag>\"e\"</ETag><LastModified>2026-11-30T11:57:47.451Z</LastModified></Contents></ListBucketResult>";
        answer("200 OK", "Content-Length: " + objects.length(), objects);
        assertThatThrownBy(() -> store.versions(VersionRequest.of("")))
                .isInstanceOf(InvalidException.class)
                .hasMessage("LIST VERSIONS of s3://bucket: the store's answer is invalid:"
                        + " it lists objects without versions: the store may not support versions");
    }

    @Test
    void anAclThatNamesNobodyGrantsNobodyAnything() {
        String nobody =
                "<AccessControlPolicy><Owner><ID></ID><DisplayName></DisplayName></Owner><AccessControlList><Grant>"
                        + "<Grantee><Type>CanonicalUser</Type></Grantee><Permission>FULL_CONTROL</Permission>"
                        + "</Grant></AccessControlList></AccessControlPolicy>";
        answer("200 OK", "Content-Length: " + nobody.length(), nobody);
        assertThat(store.acls().grants("a", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<Grant><Grantee><ID>77</ID></Grantee><Permission>READ</Permission></Grant>"})
    void anotherAclWithoutAnOwnerIsRefused(String grant) {
        String odd = "<AccessControlPolicy><Owner><ID></ID></Owner><AccessControlList>" + grant
                + "</AccessControlList></AccessControlPolicy>";
        answer("200 OK", "Content-Length: " + odd.length(), odd);
        assertNonsense(() -> store.acls().grants("a", ""));
    }

    /** Answers as a store that never announces the length, whatever the request accepts. */
    private void answerThrice(String status, String headers, String body) {
        for (int i = 0; i < 3; i++) {
            answer(status, headers, body);
        }
    }

    private void answer(String status, String headers, String body) {
        String head = "HTTP/1.1 " + status + "\nConnection: close\n" + headers + "\n";
        relay.answerNext(head, body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String whole(ObjectContent content) throws IOException {
        try (content) {
            return new String(content.stream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
