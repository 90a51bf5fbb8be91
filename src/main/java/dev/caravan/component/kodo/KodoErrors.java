package dev.caravan.component.kodo;

import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.time.Duration;
import java.util.Locale;

/** Translates refusals of Kodo (Qiniu, "HTTP status codes"). */
final class KodoErrors extends StoreErrors {

    /** The status of {@code list} for an invalid marker. */
    static final int BAD_MARKER = 640;

    /** The text of a download domain for a missing object. */
    private static final String ABSENT = "Document not found";

    // Kodo allows 15 minutes; the time of the answer's transfer changes the difference.
    private static final Duration MUCH = Duration.ofMinutes(10);

    KodoErrors(String bucketName) {
        super(bucketName);
    }

    StoreException of(String what, KodoFault fault) {
        String code = fault.code();
        int status = status(fault.status(), code);
        String message = message(what, status, code, fault.text(), fault.requestId());
        if (code.equals("InvalidObjectState") || fault.text().contains("InvalidObjectState")) {
            return new ArchivedException(message, status, code);
        }
        return switch (status) {
            case 401, 403 -> denied(message, fault);
            // The account's, not the object's: the object would be archived.
            case 419 ->
                DeniedException.ofCaller(message + ": the account of this key is frozen by Qiniu", status, code);
            case 612 -> new GoneException(message, status, code);
            case 404 -> notFound(message, fault);
            case 412, 608 -> new ChangedException(message, status, code);
            case 429, 503, 573 -> new ThrottledException(message, status, code);
            case 631 -> new InvalidException(noSuchBucket(what), status, InvalidException.NO_BUCKET);
            // The source that a bucket mirrors doesn't answer.
            case 408, 478 -> new TransientException(message, status, code);
            default ->
                status >= 500 && status < 600 && status != 501
                        ? new TransientException(message, status, code)
                        : new InvalidException(message, status, code);
        };
    }

    /** Translates a status that gateways use too: only Kodo's own text proves that Kodo sent it. */
    private static StoreException notFound(String message, KodoFault fault) {
        if (namesABucket(fault)) {
            return new InvalidException(message, fault.status(), fault.code());
        }
        return fault.text().equals(ABSENT)
                ? new GoneException(message, fault.status(), fault.code())
                : notFound(message, fault.status(), fault.code());
    }

    /** Returns whether the domain is bound to no bucket, which has the same status as a missing object. */
    private static boolean namesABucket(KodoFault fault) {
        String text = fault.text().toLowerCase(Locale.ROOT);
        return text.contains("no such bucket") || text.contains("no such domain") || text.contains("no such app");
    }

    private static DeniedException denied(String message, KodoFault fault) {
        if (fault.skew().abs().compareTo(MUCH) > 0) {
            return skewed(message, fault.status(), SKEWED);
        }
        return fault.status() == 401
                ? DeniedException.ofCaller(message, fault.status(), fault.code())
                : new DeniedException(message, fault.status(), fault.code());
    }
}
