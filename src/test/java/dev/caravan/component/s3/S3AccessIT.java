package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.local.Relay;
import dev.caravan.store.DeniedException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PutRequest;
import java.io.ByteArrayInputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests unusual addresses, changing credentials, and the metadata that the store sends or leaves out. */
class S3AccessIT {

    private final LocalS3 server = LocalS3.start().credential("AKID", "secret");
    private final S3Configuration configuration = new S3Configuration();

    @BeforeEach
    void configure() {
        server.createBucket("bucket").put("a", "x");
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setPathStyle(true);
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey("secret");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anEndpointMayBeAnAddressOfIpv6() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        NetworkInterface owner = NetworkInterface.getByInetAddress(loopback);
        assumeTrue(owner != null && loopback instanceof Inet6Address, "this machine has no IPv6");
        try (Relay relay = Relay.to(server.port(), ServerSocketFactory.getDefault(), loopback)) {
            for (boolean pathStyle : new boolean[] {true, false}) {
                configuration.setEndpoint("http://[::1]:" + relay.port());
                configuration.setPathStyle(pathStyle);
                try (S3Store store = new S3Store("bucket", configuration)) {
                    assertThat(store.head("a").size()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void anEndpointMayHaveAPath() {
        try (Relay relay = Relay.to(server.port())) {
            configuration.setEndpoint("http://127.0.0.1:" + relay.port() + "/s3/v%201/");
            try (S3Store store = new S3Store("bucket", configuration)) {
                relay.answerNext("HTTP/1.1 200 OK\nContent-Length: 7\nConnection: close\n", new byte[0]);
                assertThat(store.head("a").size()).isEqualTo(7);
            }
            assertThat(relay.requestTargets()).containsExactly("/s3/v%201/bucket/a");
        }
    }

    @Test
    void credentialsOfTheDefaultChainAreAskedForWithEveryRequest() {
        configuration.setAccessKeyId("");
        server.credential("FIRST", "one").credential("SECOND", "two", "token");
        try (S3Store store = new S3Store("bucket", configuration)) {
            properties(Map.of("aws.accessKeyId", "FIRST", "aws.secretAccessKey", "one"));
            assertThat(store.head("a").size()).isEqualTo(1);
            server.revoke("FIRST");
            assertThatThrownBy(() -> store.head("a")).isInstanceOf(DeniedException.class);
            properties(Map.of("aws.accessKeyId", "SECOND", "aws.secretAccessKey", "two", "aws.sessionToken", "token"));
            assertThat(store.head("a").size()).isEqualTo(1);
            store.delete("a");
        } finally {
            List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.sessionToken")
                    .forEach(System::clearProperty);
        }
    }

    private static void properties(Map<String, String> properties) {
        properties.forEach(System::setProperty);
    }

    @Test
    void aTypeThatTheSourceDoesNotTellIsNotInvented() {
        try (S3Store store = new S3Store("bucket", configuration)) {
            store.put(new PutRequest("b", ObjectMetadata.NONE, null), content());
            store.createUpload("b", ObjectMetadata.NONE);
        }
        assertThat(server.requests().log(Operation.PUT).get(0).headers()).doesNotContainKey("content-type");
        assertThat(server.requests().log(Operation.CREATE_UPLOAD).get(0).headers())
                .doesNotContainKey("content-type");
    }

    @Test
    void metadataThatIsTooLongStaysBehindAndNotTheObject() {
        try (S3Store store = new S3Store("bucket", configuration)) {
            for (int length : new int[] {2047, 2048}) {
                Map<String, String> user = Map.of("n", "x".repeat(length), "m", "");
                ObjectMetadata metadata = new ObjectMetadata(Map.of(), user, Map.of());
                store.put(new PutRequest("b" + length, metadata, null), content());
            }
            assertThat(store.head("b2047").metadata().user()).containsOnlyKeys("m");
            assertThat(store.head("b2048").metadata().user()).containsOnlyKeys("m");
            Map<String, String> user = Map.of("n", "x".repeat(2047));
            ObjectMetadata fits = new ObjectMetadata(Map.of(), user, Map.of());
            store.put(new PutRequest("c", fits, null), content());
            assertThat(store.head("c").metadata().user()).isEqualTo(user);
        }
    }

    @Test
    void charactersArriveAsWordsThatS3Decodes() {
        ObjectMetadata metadata = new ObjectMetadata(
                        Map.of(
                                "content-type",
                                "text/plain",
                                "content-disposition",
                                "attachment; filename=\"b\u00e4r.txt\""),
                        Map.of("note", "\u00e4\u4e2d", "plain", "a"),
                        Map.of())
                .asText();
        try (S3Store store = new S3Store("bucket", configuration)) {
            store.put(new PutRequest("b", metadata, null), content());
            assertThat(store.head("b").metadata())
                    .isEqualTo(new ObjectMetadata(
                            Map.of(
                                    "content-type",
                                    "text/plain",
                                    "content-disposition",
                                    "attachment; filename*=UTF-8''b%C3%A4r.txt"),
                            Map.of("note", "=?UTF-8?B?w6TkuK0=?=", "plain", "a"),
                            Map.of()));
        }
    }

    private static ObjectContent content() {
        return new ObjectContent(new ByteArrayInputStream(new byte[1]), 1, null, () -> {});
    }
}
