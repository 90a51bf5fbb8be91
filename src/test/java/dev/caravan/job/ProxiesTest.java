package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {

    private static final String PROXY = "http://proxy.example:3128";

    private static String to(Map<String, String> environment, String scheme, String host, int port) {
        return Proxies.of(environment)
                .to(scheme, host, port)
                .map(Proxy::toString)
                .orElse("");
    }

    @Test
    void eachSchemeHasItsVariable() {
        Map<String, String> both = Map.of("HTTPS_PROXY", "one:1", "http_proxy", "http://two:2/");
        assertThat(to(both, "https", "s3.example", -1)).isEqualTo("http://one:1");
        assertThat(to(both, "http", "s3.example", -1)).isEqualTo("http://two:2");
        assertThat(to(Map.of("HTTPS_PROXY", "one:1"), "http", "s3.example", -1)).isEmpty();
        assertThat(to(Map.of("HTTPS_PROXY", "one", "https_proxy", "two"), "https", "s3.example", -1))
                .isEqualTo("http://two:80");
        assertThat(to(Map.of(), "https", "s3.example", -1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*, s3.example, 443, false",
        "example, s3.example, 443, false",
        "example, example, 443, false",
        "example, badexample, 443, true",
        ".example, s3.example, 443, false",
        "*.example, s3.example, 443, false",
        ".Example, S3.EXAMPLE., 443, false",
        "example:443, s3.example, 443, false",
        "example:8443, s3.example, 443, true",
        "other, s3.example, 443, true",
        "'a, b ,example', s3.example, 443, false",
        "a example, s3.example, 443, false",
        "10.0.0.0/8, 10.255.0.1, 443, false",
        "10.0.0.0/8, 11.0.0.1, 443, true",
        "10.0.0.128/25, 10.0.0.127, 443, true",
        "10.0.0.0/33, 10.0.0.0, 443, true",
        "10.1.2.3, 10.1.2.3, 443, false",
        "10.1.2.3:80, 10.1.2.3, 443, true",
        "10.1.2.3, 10.1.2.3.example, 443, true",
        "2001:db8::/32, [2001:db8::1], 443, false",
        "[2001:db8::1]:443, [2001:db8::1], 443, false",
        "2001:db8::1, [2001:db8::2], 443, true",
        "'', s3.example, 443, true",
    })
    void exceptionsAreReadAsOtherToolsReadThem(String exceptions, String host, int port, boolean proxied) {
        assertThat(to(Map.of("HTTPS_PROXY", PROXY, "no_proxy", exceptions), "https", host, port))
                .isEqualTo(proxied ? PROXY : "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "a.localhost",
                "127.0.0.1",
                "127.9.9.9",
                "[::1]",
                "169.254.169.254",
                "169.254.170.2",
                "[fd00:ec2::254]",
                "100.100.100.200",
                "metadata.tencentyun.com",
                "[fe80::1]"
            })
    void theMachineItselfIsNeverReachedThroughAProxy(String host) {
        assertThat(to(Map.of("HTTP_PROXY", PROXY), "http", host, 80)).isEmpty();
        assertThat(Proxies.through(Proxy.parse(PROXY)).to("http", host, 80)).isEmpty();
    }

    @Test
    void userAndPasswordAreDecodedAndNeverShown() {
        Proxy proxy = Proxy.parse("http://us%40er:p%3Aa+s@proxy:1");
        assertThat(proxy.authorization()).isEqualTo("Basic dXNAZXI6cDphK3M=");
        assertThat(proxy.toString()).isEqualTo("http://proxy:1");
        assertThat(Proxy.parse("proxy").authorization()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://user:hidden@proxy:1080",
                "https://user:hidden@proxy",
                "http://user:hid den@proxy",
                "http://user:hidden@",
                "http://user:hidden@proxy/path",
                "http://user:hidden@proxy?x",
                "http://user:hidden@proxy:0",
                "http://user:hidden@proxy:65536"
            })
    void aWrongAddressIsNamedByItsVariableOnly(String value) {
        assertThatThrownBy(() -> Proxies.of(Map.of("https_proxy", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("https_proxy: ")
                .hasMessageNotContaining("hid")
                .hasMessageNotContaining("user:");
    }
}
