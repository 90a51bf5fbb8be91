package dev.caravan.component.kodo;

import dev.caravan.component.wire.HmacSha1;
import dev.caravan.component.wire.Place;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;
import dev.caravan.store.InvalidException;
import java.util.Base64;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** Signs requests (Qiniu Kodo, "Management credentials" and "Download credentials"). */
record KodoSigner(String bucketName) {

    // Checked when a download begins, however long it takes; an hour also forgives a clock that is wrong by less.
    private static final long TOKEN_SECONDS = 3600;

    /**
     * Adds time and signature to a management request without a body.
     *
     * @param path with the query
     * @param type the content type; empty for none
     */
    void sign(
            ClassicHttpRequest request,
            Place place,
            String path,
            String type,
            Credentials credentials,
            SigningTime time) {
        check(credentials);
        StringBuilder text = new StringBuilder(256)
                .append(request.getMethod())
                .append(' ')
                .append(path)
                .append("\nHost: ")
                .append(place.host());
        if (!type.isEmpty()) {
            request.setHeader("Content-Type", type);
            text.append("\nContent-Type: ").append(type);
        }
        request.setHeader("X-Qiniu-Date", time.second());
        text.append("\nX-Qiniu-Date: ").append(time.second()).append("\n\n");
        request.setHeader("Authorization", "Qiniu " + token(credentials, text.toString()));
    }

    /** Returns a download's path with the token in its query. It is a secret until it expires. */
    String signedPath(Place place, String path, Credentials credentials, SigningTime time) {
        check(credentials);
        String until = path + (path.indexOf('?') < 0 ? "?e=" : "&e=") + (time.epochSecond() + TOKEN_SECONDS);
        return until + "&token=" + token(credentials, place.url() + until);
    }

    private static String token(Credentials credentials, String text) {
        return credentials.accessKeyId()
                + ':'
                + Base64.getUrlEncoder().encodeToString(HmacSha1.sign(credentials.secretAccessKey(), text));
    }

    private void check(Credentials credentials) {
        if (!credentials.sessionToken().isEmpty()) {
            throw new InvalidException(
                    bucketName
                            + ": Kodo's own protocol knows no session tokens: read the bucket by its S3 protocol"
                            + " (--source-protocol s3), or give a key without one",
                    "SessionToken");
        }
    }
}
