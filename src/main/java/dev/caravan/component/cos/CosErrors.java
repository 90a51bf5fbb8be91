package dev.caravan.component.cos;

import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.util.Set;

/** The one place that turns a refusal into what it means (Tencent COS, "Error Codes"). */
final class CosErrors extends StoreErrors {

    private static final Set<String> THROTTLING = Set.of(
            "SlowDown",
            "RequestLimitExceeded",
            "RequestRateLimitExceeded",
            "BandwidthLimitExceeded",
            "TooManyRequests",
            "Throttling");
    private static final Set<String> PASSING = Set.of("RequestTimeout", "IncompleteBody", "InternalError");
    private static final Set<String> CREDENTIALS =
            Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "InvalidSecurity");

    private static final String CLOCK = ": set the clock of this machine, it differs too much from the store's";

    private final String bucket;

    /** @param bucketName for example {@code cos://photos-1250000000} */
    CosErrors(String bucketName) {
        super(bucketName);
        this.bucket = bucketName;
    }

    /**
     * The meaning of a refusal.
     *
     * @param temporary whether the request carried a session token
     */
    StoreException of(String what, CosFault fault, boolean temporary) {
        String code = fault.code();
        int status = status(fault.status(), code);
        String message = message(what, status, code, fault.message(), fault.requestId());
        if (THROTTLING.contains(code) || status == 429 || (status == 503 && !PASSING.contains(code))) {
            return new ThrottledException(message, status, code);
        }
        if (PASSING.contains(code)) {
            return new TransientException(message, status, code, null);
        }
        if (status >= 300 && status < 400) {
            // To where it points isn't told: that is for whoever wrote the bucket's rules to choose, and may hold a
            // secret.
            return new InvalidException(
                    message + ": the store points elsewhere, where nobody follows: is there a rule that reads missing"
                            + " objects from another site, or is the region another?",
                    status,
                    code,
                    null);
        }
        if (code.equals("NoSuchBucket")) {
            return new InvalidException(what + ": no such bucket: " + bucket + nameHint(), status, code, null);
        }
        if (code.equals("InvalidObjectState")) {
            return new ArchivedException(message, status, code, null);
        }
        DeniedException denied = denied(message, fault, temporary);
        return denied != null ? denied : ofStatus(message, status, code);
    }

    private static DeniedException denied(String message, CosFault fault, boolean temporary) {
        String code = fault.code();
        int status = status(fault.status(), code);
        boolean outlived = code.equals("AccessDenied") && fault.message().contains("expired");
        if (code.equals("RequestTimeTooSkewed") || outlived) {
            // A signature is valid for an hour from now.
            return DeniedException.ofCaller(message + CLOCK, status, code, null);
        }
        if (CREDENTIALS.contains(code)) {
            return DeniedException.ofCaller(message, status, code, null);
        }
        if (status == 400 && code.isEmpty() && temporary) {
            // ExpiredToken has this status, and the answer to a HEAD can't say more.
            return DeniedException.ofCaller(message + " (the session token may have expired)", status, code, null);
        }
        return null;
    }

    private String nameHint() {
        int dash = bucket.lastIndexOf('-');
        boolean numbered = dash > 0 && dash < bucket.length() - 1;
        for (int i = dash + 1; i < bucket.length() && numbered; i++) {
            numbered = Character.digit(bucket.charAt(i), 10) >= 0;
        }
        return numbered ? "" : " (COS's names end with the number of their account, as in photos-1250000000)";
    }
}
