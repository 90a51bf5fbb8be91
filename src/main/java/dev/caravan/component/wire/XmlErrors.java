package dev.caravan.component.wire;

import dev.caravan.store.ArchivedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.util.Set;

/** Translates the error codes that Amazon S3, Aliyun OSS and Tencent COS share. */
public abstract class XmlErrors extends StoreErrors {

    private static final Set<String> THROTTLING = Set.of(
            "SlowDown",
            "BandwidthLimitExceeded",
            "DownloadTrafficRateLimitExceeded",
            "MetaOperationQpsLimitExceeded",
            "QpsLimitExceeded",
            "RequestLimitExceeded",
            "RequestRateLimitExceeded",
            "RequestThrottled",
            "ThrottledException",
            "Throttling",
            "ThrottlingException",
            "TooManyRequests",
            "TooManyRequestsException",
            "TotalQpsLimitExceeded",
            "UploadTrafficRateLimitExceeded");
    private static final Set<String> PASSING = Set.of(
            "RequestTimeout",
            "IncompleteBody",
            "InternalError",
            "OperationAborted",
            "ConditionalRequestConflict",
            "XAmzContentChecksumMismatch");
    private static final Set<String> CREDENTIALS = Set.of(
            "ExpiredToken",
            "InvalidAccessKeyId",
            "InvalidSecurity",
            "InvalidSecurityToken",
            "InvalidToken",
            "SecurityTokenExpired",
            "SecurityTokenNotSupported",
            "SignatureDoesNotMatch",
            "TokenRefreshRequired",
            "UserDisable",
            "UserSuspended");

    /** The hint at a bare 400, such as a HEAD gets: ExpiredToken has this status. */
    protected static final String MAY_HAVE_EXPIRED = " (the session token may have expired)";

    protected XmlErrors(String bucketName) {
        super(bucketName);
    }

    /** Translates a refusal of a request for an object; {@code temporary} says whether it carried a session token. */
    public final StoreException of(String what, XmlFault fault, boolean temporary) {
        String code = fault.code();
        int status = status(fault.status(), code);
        String message = message(what, status, code, words(fault), fault.requestId());
        if (THROTTLING.contains(code) || status == 429 || (status == 503 && !PASSING.contains(code))) {
            return new ThrottledException(message, status, code);
        }
        if (PASSING.contains(code)) {
            return new TransientException(message, status, code);
        }
        StoreException own = own(what, fault, status, message, temporary);
        if (own != null) {
            return own;
        }
        if (CREDENTIALS.contains(code)) {
            return DeniedException.ofCaller(message, status, code);
        }
        return switch (code) {
            case "NoSuchBucket" -> new InvalidException(noSuchBucket(what), status, code);
            case "InvalidObjectState" -> new ArchivedException(message, status, code);
            case SKEWED -> skewed(message, status, code);
            default -> ofStatus(message, status, code);
        };
    }

    protected String words(XmlFault fault) {
        return fault.message();
    }

    /**
     * Translates a refusal that only this provider has; null for any other.
     *
     * @param status HTTP status, or the status of the code
     * @param message the attempt and the store's error
     * @param temporary whether the request carried a session token
     */
    protected abstract StoreException own(String what, XmlFault fault, int status, String message, boolean temporary);
}
