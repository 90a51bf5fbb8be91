package dev.caravan.component.oss;

import dev.caravan.component.wire.ReadRequest;
import dev.caravan.job.Credentials;
import dev.caravan.store.InvalidException;

/** Signs requests to one bucket. */
interface OssSigner {

    String TOKEN = "x-oss-security-token";

    /** Adds the time, any session token, and the signature. */
    void sign(ReadRequest request, Credentials credentials);

    /** Refuses credentials that are invalid or would start a new header line, without showing them. */
    static void check(Credentials credentials) {
        if (credentials.accessKeyId().isEmpty() || credentials.secretAccessKey().isEmpty()) {
            throw invalid("the access key has no ID or no secret");
        }
        checkValue("the access key ID", credentials.accessKeyId());
        checkValue("the session token", credentials.sessionToken());
    }

    private static void checkValue(String what, String value) {
        if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw invalid(
                    what + " can't be sent as a header: it has white space in it, or characters other than ASCII's");
        }
    }

    private static InvalidException invalid(String message) {
        return new InvalidException(message, "InvalidCredentials");
    }
}
