package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.Relay;
import dev.caravan.store.ByteRange;
import dev.caravan.store.GetRequest;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ThrottledException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests invalid responses, which the test server sends only with a fault. In reality proxies, gateways, bucket rules
 * and attackers send them.
 */
class CosOddAnswersIT extends CosFixture {

    private final Relay relay = Relay.to(server.port());
    private final CosStore store = new CosStore(BUCKET, configuration(relay.port()));

    @AfterEach
    void close() {
        assertThat(store.connectionsInUse()).isZero();
        store.close();
        relay.close();
    }

    @Test
    void namesOfHeadersInLowerCaseAreTheSame() throws IOException {
        String head = "content-length: 2\ncontent-type: text/x\nlast-modified: Tue, 14 Nov 2023 22:13:20 GMT\n"
                + "etag: \"187ef4436122d1cc2f40dc2b92f0eba0\"\nx-cos-hash-crc64ecma: 12\nx-cos-meta-k: v\n"
                + "x-cos-storage-class: STANDARD_IA";
        answer("200 OK", head, "ab");
        try (ObjectContent content = store.get(new GetRequest("a", null, "187ef4436122d1cc2f40dc2b92f0eba0"))) {
            assertThat(content.length()).isEqualTo(2);
            assertThat(content.info().lastModified()).isEqualTo(Instant.parse("2023-11-14T22:13:20Z"));
            assertThat(content.info().storageClass()).isEqualTo("STANDARD_IA");
            assertThat(content.info().checksum().value()).isEqualTo("12");
            assertThat(content.info().metadata().contentType()).isEqualTo("text/x");
            assertThat(content.info().metadata().user()).containsEntry("k", "v");
            assertThat(content.stream().readAllBytes()).hasSize(2);
        }
        answer("200 OK", head.replace("content-length: 2", "CONTENT-LENGTH: 7"), "");
        assertThat(store.head("a").size()).isEqualTo(7);
        answer("403 Forbidden", "content-length: 0\nx-cos-request-id: NjAw", "");
        assertThatThrownBy(() -> store.head("a")).hasMessage("HEAD " + NAME + "/a: 403 (request NjAw)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"})
    void aRedirectIsNotFollowed(String status) {
        String location = "Location: http://127.0.0.1:" + relay.port() + "/elsewhere?token=hidden\nContent-Length: 0";
        answer(status, location, "");
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(status.substring(0, 3))
                .hasMessageContaining("the store redirects")
                .hasMessageNotContaining("hidden");
        answer(status, location, "");
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(InvalidException.class);
        assertThat(relay.requestTargets()).containsExactly("/a", "/a");
    }

    @Test
    void whatHasNoEtagIsNoObject() {
        String listing = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";
        answer("200 OK", "Content-Length: " + listing.length(), listing);
        assertThatThrownBy(() -> store.get(new GetRequest("..", null, null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("no ETag");
        answer("200 OK", "Content-Length: 0", "");
        assertThatThrownBy(() -> store.head("..")).isInstanceOf(InvalidException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 OK|Content-Length: 10|0123456789",
                "206 Partial Content|Content-Length: 5,Content-Range: bytes 1-5/10|01234",
                "206 Partial Content|Content-Length: 5,Content-Range: bytes 0-4/*|01234",
                "206 Partial Content|Content-Length: 5|01234",
                "206 Partial Content|Content-Length: 4,Content-Range: bytes 0-4/10|0123",
            })
    void anAnswerThatIsNotTheRangeIsRefused(String status, String headers, String body) {
        answer(status, "ETag: \"x\"\n" + headers.replace(',', '\n'), body);
        assertThatThrownBy(() -> store.get(new GetRequest("a", new ByteRange(0, 5), null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("bytes=0-4");
    }

    @Test
    void anObjectOfUnknownLengthIsRefused() {
        answer("200 OK", "ETag: \"x\"\nTransfer-Encoding: chunked", "2\r\nab\r\n0\r\n\r\n");
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("length");
    }

    @Test
    void aPageForPeopleMeansWhatItsStatusMeans() {
        String page = "<!DOCTYPE html><html><body>Sorry&nbsp;<p>no</body></html>";
        answer("503 Unavailable", "Content-Length: " + page.length(), page);
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null))).isInstanceOf(ThrottledException.class);
        answer("200 OK", "Content-Length: " + page.length(), page);
        assertThatThrownBy(() -> store.list(ListRequest.of("", "")))
                .isInstanceOf(InvalidException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aRefusalIsOneLineHoweverItIsWritten() {
        String body = "<Error><Code>Access\nDenied</Code><Message>no\r\n\u001b[31m&#x1;</Message>"
                + "<Resource>bucket/a&#x1;</Resource><RequestId>R1</RequestId></Error>";
        answer("403 Forbidden", "Content-Length: " + body.length(), body);
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null)))
                .hasMessageContaining("403")
                .hasMessageContaining("(request R1)")
                .hasMessageNotContainingAny("\n", "\r", "\u001b", "\u0001");
    }

    @Test
    void anEndlessRefusalIsCutShort() {
        answer(
                "403 Forbidden",
                "Content-Length: 100000000000",
                "<Error><Code>AccessDenied</Code></Error>" + " ".repeat(2_000_000));
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null))).hasMessageContaining("AccessDenied");
    }

    private void answer(String status, String headers, String body) {
        relay.answerNext(
                "HTTP/1.1 " + status + "\nConnection: close\n" + headers + "\n",
                body.getBytes(StandardCharsets.ISO_8859_1));
    }
}
