package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.ClientConfig;
import com.qcloud.cos.auth.BasicCOSCredentials;
import com.qcloud.cos.endpoint.UserSpecifiedEndpointBuilder;
import com.qcloud.cos.http.HttpProtocol;
import com.qcloud.cos.model.COSObject;
import com.qcloud.cos.model.COSObjectSummary;
import com.qcloud.cos.model.ListObjectsRequest;
import com.qcloud.cos.model.ObjectListing;
import com.qcloud.cos.region.Region;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Relay;
import dev.caravan.store.ObjectInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uses Tencent's client with our test server, to verify the protocol of the server and of the component. */
class CosSdkIT extends CosFixture {

    /** The keys that the client accepts. */
    private static final List<String> KEYS = List.of(
            "plain.txt",
            "with space and  two",
            "plus+and%2Bpercent%",
            "quotes'\"`",
            "line\nbreak\r\ttab",
            "a//b///c",
            "/leading",
            "trailing/",
            "dots/../up/./here",
            "back\\slash",
            "query?a=b&c=d#e;f:g@h",
            "pipe|caret^brace{}[]~*",
            "ä decomposed a\u0308 中文",
            "emoji 😀",
            "control \u0001\u007f");

    private final Relay relay = Relay.to(server.port());
    private final COSClient client = client();

    private COSClient client() {
        String host = "127.0.0.1:" + relay.port();
        ClientConfig configuration = new ClientConfig(new Region("ap-guangzhou"));
        configuration.setHttpProtocol(HttpProtocol.http);
        configuration.setEndpointBuilder(new UserSpecifiedEndpointBuilder(host, host));
        configuration.setMaxErrorRetry(0);
        configuration.setPrintShutdownStackTrace(false);
        return new COSClient(new BasicCOSCredentials("AKID", "the-secret"), configuration);
    }

    @AfterEach
    void close() {
        client.shutdown();
        relay.close();
    }

    @Test
    void bothAskForAKeyInTheSameWords() throws IOException {
        List<String> byComponent = new ArrayList<>();
        try (Relay own = Relay.to(server.port());
                CosStore store = new CosStore(BUCKET, configuration(own.port()))) {
            for (String key : KEYS) {
                bucket.put(key, key);
                try (COSObject object = client.getObject(BUCKET, "/" + key)) {
                    assertThat(object.getObjectContent().readAllBytes())
                            .isEqualTo(key.getBytes(StandardCharsets.UTF_8));
                }
                assertThat(store.head(key).size()).isEqualTo(key.getBytes(StandardCharsets.UTF_8).length);
            }
            byComponent.addAll(own.requestTargets());
        }
        assertThat(byComponent).hasSameSizeAs(KEYS).isEqualTo(relay.requestTargets());
    }

    @Test
    void bothSeeTheSameListing() {
        KEYS.forEach(key -> bucket.put(key, key));
        ListObjectsRequest request = new ListObjectsRequest();
        request.setBucketName(BUCKET);
        request.setMaxKeys(4);
        List<String> listed = new ArrayList<>();
        ObjectListing page;
        do {
            page = client.listObjects(request);
            page.getObjectSummaries().stream().map(COSObjectSummary::getKey).forEach(listed::add);
            request.setMarker(page.getNextMarker());
        } while (page.isTruncated());
        assertThat(listed).isEqualTo(bucket.keys()).hasSameSizeAs(KEYS);
    }

    @Test
    void bothSeeTheSameObject() {
        bucket.put(
                "a",
                Content.of("123456789"),
                Attributes.NONE.withMetadata("name", "ä中").withStorageClass("STANDARD_IA"));
        var told = client.getObjectMetadata(BUCKET, "/a");
        try (CosStore store = new CosStore(BUCKET, configuration())) {
            ObjectInfo info = store.head("a");
            assertThat(info.etag()).isEqualTo(told.getETag());
            assertThat(info.size()).isEqualTo(told.getContentLength());
            assertThat(info.checksum().value()).isEqualTo(told.getCrc64Ecma());
            assertThat(info.storageClass()).isEqualTo(told.getStorageClass());
            assertThat(info.metadata().user()).isEqualTo(told.getUserMetadata());
            assertThat(info.lastModified()).isEqualTo(told.getLastModified().toInstant());
        }
    }
}
