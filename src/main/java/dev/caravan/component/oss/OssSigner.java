package dev.caravan.component.oss;

import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;
import dev.caravan.store.InvalidException;

/** Signs requests to one bucket. */
abstract class OssSigner {

    private static final String TOKEN = "x-oss-security-token";

    /** Adds the time, any session token, and the signature. */
    final void sign(ReadRequest request, Credentials credentials, SigningTime time) {
        check(credentials);
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

    /** Refuses credentials that are invalid or would start a new header line, without showing them. */
    private static void check(Credentials credentials) {
        if (credentials.accessKeyId().isEmpty() || credentials.secretAccessKey().isEmpty()) {
            throw invalid("the access key has no ID or no secret");
        }
        checkValue("the access key ID", credentials.accessKeyId());
        checkValue("the session token", credentials.sessionToken());
    }

    private static void checkValue(String what, String value) {
        if (!Credentials.isSendable(value)) {
            throw invalid(
                    what + " can't be sent as a header: it has white space in it, or characters other than ASCII's");
        }
    }

    private static InvalidException invalid(String message) {
        return new InvalidException(message, "InvalidCredentials");
    }
}
