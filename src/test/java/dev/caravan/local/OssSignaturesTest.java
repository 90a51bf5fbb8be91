package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OssSignaturesTest {

    // Source of the expected values: the signer tests of Aliyun's SDKs (Kotlin V2, SignerV4Test).
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    20231216T162057Z|-|-|e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe
                    20231217T034736Z|token|-|b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea
                    20231216T172512Z|-|abc;zabc|4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f
                    """)
    void v4SignsAsAliyunExpects(String time, String token, String additional, String signature) {
        String head =
                "PUT /1234%2B-/123/1.txt?param1=value1&%2Bparam1=value3&%7Cparam1=value4&%2Bparam2&%7Cparam2&param2"
                        + " HTTP/1.1\r\nx-oss-head1: value\r\nabc: value\r\nZAbc: value\r\nXYZ: value\r\ncontent-type: text/plain"
                        + "\r\nx-oss-content-sha256: UNSIGNED-PAYLOAD\r\nx-oss-date: " + time
                        + (token == null ? "" : "\r\nx-oss-security-token: " + token);
        SortedSet<String> names = new TreeSet<>(additional == null ? List.of() : List.of(additional.split(";", -1)));
        assertThat(OssSignatures.v4(request(head), "bucket", "1234+-/123/1.txt", names, "sk", "cn-hangzhou", time))
                .isEqualTo(signature);
    }

    // Source: the example in Aliyun OSS, "Include a V1 signature in the Authorization header".
    @Test
    void v1SignsThePublishedExample() {
        HttpRequest request =
                request("PUT /nelson HTTP/1.1\r\nContent-Md5: ODBGOERFMDMzQTczRUY3NUE3NzA5QzdFNUYzMDQxNEM="
                        + "\r\nContent-Type: text/html\r\nDate: Thu, 17 Nov 2005 18:49:58 GMT"
                        + "\r\nHost: oss-example.oss-cn-hangzhou.aliyuncs.com\r\nX-OSS-Meta-Author: foo@bar.com"
                        + "\r\nX-OSS-Magic: abracadabra");
        assertThat(OssSignatures.v1(request, "oss-example", "nelson", "OtxrzxIsfpFjA7SwPzILwy8Bw21TLhquhboDYROV"))
                .isEqualTo("26NBxoKdsyly4EDv6inkoDft/yA=");
    }

    @Test
    void theChecksumIsThePublishedOne() {
        // CRC-64/XZ of "123456789". The SDK's CRC64UtilTest has the same value as a signed number.
        assertThat(Crc64Xz.of(Content.of("123456789".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(Long.toUnsignedString(-7395533204333446662L));
    }

    private static HttpRequest request(String head) {
        return HttpRequest.parse(head, null, null);
    }
}
