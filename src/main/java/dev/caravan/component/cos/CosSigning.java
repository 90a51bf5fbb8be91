package dev.caravan.component.cos;

import com.qcloud.cos.auth.BasicCOSCredentials;
import com.qcloud.cos.auth.COSSigner;
import com.qcloud.cos.http.HttpMethodName;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.job.Credentials;
import dev.caravan.store.InvalidException;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/** Makes the {@code Authorization} of a request with the SDK's signer. */
final class CosSigning {

    static final String TOKEN = "x-cos-security-token";

    // As the SDK's client does it; no request waits that long for its connection.
    private static final long VALID_MS = 3_600_000;

    private final COSSigner signer = new COSSigner();
    private final String store;
    private final String host;

    /**
     * @param store for messages
     * @param host the header of that name, which is signed
     */
    CosSigning(String store, String host) {
        this.store = store;
        this.host = host;
    }

    @SuppressWarnings("JavaUtilDate") // The signer takes no other.
    String authorization(ReadRequest request, Credentials key) {
        check("access key ID", key.accessKeyId());
        check("secret access key", key.secretAccessKey());
        if (!key.sessionToken().isEmpty()) {
            check("session token", key.sessionToken());
        }
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put("host", host);
        return signer.buildAuthorizationStr(
                HttpMethodName.valueOf(request.method()),
                "/" + request.key(),
                headers,
                signable(request.parameters()),
                new BasicCOSCredentials(key.accessKeyId(), key.secretAccessKey()),
                new Date(System.currentTimeMillis() + VALID_MS),
                true);
    }

    /**
     * The signer takes white space off both ends of a value, which is part of a prefix or of a key to go on from: such a value
     * stays out of the signature, which names what it covers.
     */
    private static Map<String, String> signable(Map<String, String> parameters) {
        Map<String, String> signable = new HashMap<>(parameters);
        signable.values().removeIf(value -> value.trim().length() != value.length());
        return signable;
    }

    /** What goes into a header must be fit for one; what is wrong with a secret is told without it. */
    private void check(String what, String value) {
        boolean fit = !value.isEmpty();
        for (int i = 0; i < value.length(); i++) {
            fit &= value.charAt(i) > ' ' && value.charAt(i) < 0x7f;
        }
        if (!fit) {
            throw new InvalidException(
                    store + ": the " + what
                            + (value.isEmpty() ? " is missing" : " holds characters that none can have"),
                    "InvalidCredentials");
        }
    }
}
