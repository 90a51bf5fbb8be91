package dev.caravan.component.oss;

import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Printable;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.util.Set;

/** The one place that turns a refusal of OSS into what it means (Aliyun OSS, "Error codes"). */
final class OssErrors extends StoreErrors {

    private static final Set<String> THROTTLING = Set.of(
            "SlowDown",
            "Throttling",
            "QpsLimitExceeded",
            "TotalQpsLimitExceeded",
            "MetaOperationQpsLimitExceeded",
            "RequestRateLimitExceeded",
            "DownloadTrafficRateLimitExceeded",
            "UploadTrafficRateLimitExceeded",
            "BandwidthLimitExceeded");
    private static final Set<String> PASSING = Set.of("RequestTimeout", "InternalError", "IncompleteBody");
    private static final Set<String> CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "SecurityTokenExpired",
            "InvalidSecurityToken",
            "SecurityTokenNotSupported",
            "UserDisable");
    // Aliyun closes its own names for some buckets and some kinds of objects; a domain of one's own is its way out.
    private static final Set<String> DOMAIN_WANTED =
            Set.of("PublicEndpointForbidden", "ApkDownloadForbidden", "ExternalRedirectForbidden");

    /** @param bucketName for example {@code oss://bucket} */
    OssErrors(String bucketName) {
        super(bucketName);
    }

    /** The meaning of a refusal. */
    StoreException of(String what, OssFault fault) {
        String code = fault.code();
        int status = status(fault.status(), code);
        String text = fault.detail().isEmpty() ? fault.message() : fault.message() + " (EC " + fault.detail() + ")";
        String message = message(what, status, code, text, fault.requestId());
        if (THROTTLING.contains(code) || status == 429 || (status == 503 && !PASSING.contains(code))) {
            return new ThrottledException(message, status, code);
        }
        if (PASSING.contains(code)) {
            return new TransientException(message, status, code, null);
        }
        if (DOMAIN_WANTED.contains(code)) {
            return new InvalidException(
                    message + ": Aliyun doesn't give this out under its own names: bind a custom domain to the bucket"
                            + " and name it with --source-domain",
                    status,
                    code,
                    null);
        }
        if (code.equals("NoSuchBucket")) {
            return new InvalidException(what + ": no such bucket: " + bucketName(), status, code, null);
        }
        if (code.equals("SymlinkTargetNotExist")) {
            // Not gone: the link is there, and what it stands for can't be had.
            return new InvalidException(
                    message + ": the symbolic link leads to an object that isn't there", status, code, null);
        }
        if (code.equals("InvalidObjectState")) {
            return new ArchivedException(message, status, code, null);
        }
        if (!fault.endpoint().isEmpty() && status != 404) {
            return new InvalidException(
                    what + ": the bucket " + bucketName() + " is at " + Printable.of(fault.endpoint())
                            + ": name its region, or this endpoint",
                    status,
                    code,
                    null);
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return DeniedException.ofCaller(
                    message + ": set the clock of this machine, it differs too much from the store's",
                    status,
                    code,
                    null);
        }
        if (CREDENTIALS.contains(code)) {
            return DeniedException.ofCaller(message, status, code, null);
        }
        if (status >= 300 && status < 400) {
            // Following it would send the job wherever a bucket's rules say.
            return new InvalidException(message + ": that is a redirect, which isn't followed", status, code, null);
        }
        return ofStatus(message, status, code);
    }
}
