package dev.caravan.component.cos;

import dev.caravan.component.wire.HmacSha1;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.job.Credentials;
import dev.caravan.job.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the {@code Authorization} header (Tencent COS, "Request Signature").
 *
 * @param host the signed {@code Host} header
 */
record CosSigning(String host) {

    static final String TOKEN = "x-cos-security-token";

    // As in the SDK's client; no request waits that long for its connection.
    private static final long VALID_SECONDS = 3_600;

    private static final HexFormat HEX = HexFormat.of();

    String authorization(ReadRequest request, Credentials key, long second) {
        SortedMap<String, String> headers = new TreeMap<>(request.headers());
        headers.put("host", host);
        SortedMap<String, String> parameters = signable(request.parameters());
        String time = second + ";" + (second + VALID_SECONDS);
        String text = request.method().toLowerCase(Locale.ROOT) + "\n/" + request.key() + '\n'
                + KeyEncoding.parameters(parameters) + '\n' + KeyEncoding.parameters(headers) + '\n';
        String signKey = HEX.formatHex(HmacSha1.sign(key.secretAccessKey(), time));
        String signature = HEX.formatHex(HmacSha1.sign(
                signKey,
                "sha1\n" + time + '\n'
                        + HEX.formatHex(Digests.of("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8))) + '\n'));
        return "q-sign-algorithm=sha1&q-ak=" + key.accessKeyId() + "&q-sign-time=" + time + "&q-key-time=" + time
                + "&q-header-list=" + String.join(";", headers.keySet()) + "&q-url-param-list="
                + String.join(";", parameters.keySet()) + "&q-signature=" + signature;
    }

    /**
     * Returns the parameters to sign. The SDK trims values, which may be a prefix or key, and the service's behaviour
     * is undocumented: a value with outer white space stays unsigned, as the signature names what it covers.
     */
    private static SortedMap<String, String> signable(SortedMap<String, String> parameters) {
        SortedMap<String, String> signable = new TreeMap<>(parameters);
        signable.values().removeIf(value -> value.trim().length() != value.length());
        return signable;
    }
}
