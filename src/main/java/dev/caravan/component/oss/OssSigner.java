package dev.caravan.component.oss;

import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;

/** Signs requests to one bucket. */
abstract class OssSigner {

    private static final String TOKEN = "x-oss-security-token";

    /** Adds the time, any session token, and the signature. */
    final void sign(ReadRequest request, Credentials credentials, SigningTime time) {
        if (!credentials.sessionToken().isEmpty()) {
            request.header(TOKEN, credentials.sessionToken());
        }
        request.header("authorization", authorization(request, credentials, time));
    }

    /** Adds the time, and returns the signature. */
    abstract String authorization(ReadRequest request, Credentials credentials, SigningTime time);

    /** Appends the service's own headers, a line each. */
    static void appendOwnHeaders(StringBuilder text, ReadRequest request) {
        request.headers().forEach((name, value) -> {
            if (name.startsWith("x-oss-")) {
                text.append(name).append(':').append(value).append('\n');
            }
        });
    }
}
