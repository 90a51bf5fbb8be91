package dev.caravan.component.kodo;

import com.qiniu.http.Headers;
import com.qiniu.util.Auth;
import dev.caravan.component.wire.Place;
import dev.caravan.job.Credentials;
import dev.caravan.store.InvalidException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** Signs requests with the SDK, whose signers are made for one key: a new one is made when the key changes. Safe for many threads. */
final class KodoSigner {

    // Checked when a download begins, however long it takes; an hour also forgives a clock that is wrong by less.
    private static final long TOKEN_SECONDS = 3600;

    private final String bucketName;
    private final AtomicReference<Keyed> latest = new AtomicReference<>();

    private record Keyed(Credentials credentials, Auth auth) {}

    KodoSigner(String bucketName) {
        this.bucketName = bucketName;
    }

    /** Adds the signature of a request to Kodo's management and all that it is made from. */
    void sign(ClassicHttpRequest request, String url, Map<String, String> headers, Credentials credentials) {
        String method = request.getMethod();
        Headers signed = auth(credentials).qiniuAuthorization(url, method, null, Headers.of(headers));
        for (String name : signed.names()) {
            if (!name.equalsIgnoreCase("User-Agent")) {
                request.setHeader(name, signed.get(name));
            }
        }
    }

    /** The path of a download with its token in the query. It is a secret for as long as it lives. */
    String signedPath(Place place, String path, Credentials credentials) {
        long deadline = System.currentTimeMillis() / 1000 + TOKEN_SECONDS;
        String url = auth(credentials).privateDownloadUrlWithDeadline(place.url() + path, deadline);
        return url.substring(place.url().length());
    }

    private Auth auth(Credentials credentials) {
        Keyed known = latest.get();
        if (known == null || !known.credentials.equals(credentials)) {
            known = new Keyed(credentials, create(credentials));
            latest.set(known);
        }
        return known.auth;
    }

    private Auth create(Credentials credentials) {
        if (!credentials.sessionToken().isEmpty()) {
            throw new InvalidException(
                    bucketName
                            + ": Kodo's own protocol knows no session tokens: read the bucket by its S3 protocol"
                            + " (--source-protocol s3), or give a key without one",
                    "SessionToken");
        }
        if (credentials.accessKeyId().isEmpty() || credentials.secretAccessKey().isEmpty()) {
            throw new InvalidException(bucketName + ": the access key or its secret is empty", "NoCredentials");
        }
        return Auth.create(credentials.accessKeyId(), credentials.secretAccessKey());
    }
}
