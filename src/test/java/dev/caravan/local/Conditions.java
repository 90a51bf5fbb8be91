package dev.caravan.local;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The conditional headers of HTTP, as S3 evaluates them. */
final class Conditions {
    private Conditions() {}

    /** Checks the conditions of a GET or HEAD. Throws 412 or 304 if one does not hold. */
    static void checkRead(Exchange exchange, StoredObject object) {
        if (exchange.faults().stream().anyMatch(FaultAction.IgnoreConditions.class::isInstance)) {
            return;
        }
        String ifMatch = exchange.header("if-match");
        String ifNoneMatch = exchange.header("if-none-match");
        if (ifMatch != null) {
            if (!matches(ifMatch, object.etag())) {
                throw S3Error.preconditionFailed("If-Match");
            }
        } else if (modifiedAfter(object, exchange.header("if-unmodified-since")).orElse(false)) {
            throw S3Error.preconditionFailed("If-Unmodified-Since");
        }
        if (ifNoneMatch != null) {
            if (matches(ifNoneMatch, object.etag())) {
                throw notModified(object);
            }
        } else if (!modifiedAfter(object, exchange.header("if-modified-since")).orElse(true)) {
            throw notModified(object);
        }
    }

    /** Checks the conditions on the source of a copy. Throws 412 if one does not hold. */
    static void checkCopySource(Exchange exchange, StoredObject object) {
        String prefix = "x-amz-copy-source-if-";
        String ifMatch = exchange.header(prefix + "match");
        String ifNoneMatch = exchange.header(prefix + "none-match");
        boolean holds = ifMatch != null
                ? matches(ifMatch, object.etag())
                : !modifiedAfter(object, exchange.header(prefix + "unmodified-since"))
                        .orElse(false);
        boolean wanted = ifNoneMatch != null
                ? !matches(ifNoneMatch, object.etag())
                : modifiedAfter(object, exchange.header(prefix + "modified-since"))
                        .orElse(true);
        if (!holds || !wanted) {
            throw S3Error.preconditionFailed("x-amz-copy-source-If-*");
        }
    }

    /** Returns the check that a write applies to the existing object (null if none). */
    static Consumer<StoredObject> ofWrite(Exchange exchange) {
        String ifMatch = exchange.header("if-match");
        String ifNoneMatch = exchange.header("if-none-match");
        if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
            throw S3Error.notImplemented("If-None-Match with an ETag");
        }
        if (exchange.faults().stream().anyMatch(FaultAction.IgnoreConditions.class::isInstance)) {
            return existing -> {};
        }
        return existing -> {
            if (ifNoneMatch != null && existing != null) {
                throw S3Error.preconditionFailed("If-None-Match");
            }
            if (ifMatch != null) {
                if (existing == null) {
                    throw S3Error.noSuchKey(exchange.key());
                }
                if (!matches(ifMatch, existing.etag())) {
                    throw S3Error.preconditionFailed("If-Match");
                }
            }
        };
    }

    private static boolean matches(String header, String etag) {
        for (String candidate : header.split(",", -1)) {
            String text = candidate.strip();
            if (text.equals("*")
                    || Etags.unquoted(text.startsWith("W/") ? text.substring(2) : text)
                            .equals(etag)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Boolean> modifiedAfter(StoredObject object, String date) {
        Optional<Instant> time = date == null ? Optional.empty() : HttpDates.parse(date);
        return time.map(object.lastModified()::isAfter);
    }

    private static S3Error notModified(StoredObject object) {
        return new S3Error(304, "NotModified", "Not Modified")
                .header("ETag", Etags.quoted(object.etag()))
                .header("Last-Modified", HttpDates.format(object.lastModified()));
    }
}
