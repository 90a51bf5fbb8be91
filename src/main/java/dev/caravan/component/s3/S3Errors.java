package dev.caravan.component.s3;

import dev.caravan.component.wire.XmlElement;
import dev.caravan.component.wire.XmlErrors;
import dev.caravan.component.wire.XmlFault;
import dev.caravan.job.Printable;
import dev.caravan.store.CredentialsChain;
import dev.caravan.store.DeniedException;
import dev.caravan.store.DigestException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import java.util.Set;

/** Translates refusals and failures of S3 (Amazon S3, "Error responses"). */
final class S3Errors extends XmlErrors {

    private static final Set<String> REGIONAL = Set.of(
            "PermanentRedirect",
            "TemporaryRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException");

    private final String region;
    private final String doubt;

    /**
     * Names the bucket in messages.
     *
     * @param region of signatures
     * @param doubt what may be wrong with the address of a missing bucket; empty for nothing
     */
    S3Errors(String bucketName, String region, String doubt) {
        super(bucketName);
        this.region = region;
        this.doubt = doubt;
    }

    /** Translates a refusal. Only a request for an object can have a 404 that means the object is gone. */
    StoreException of(S3Request request, XmlFault fault) {
        boolean temporary = request.method().equals("HEAD") && request.headers().has(S3Headers.TOKEN);
        StoreException e = of(what(request.verb(), request.key()), fault, temporary);
        if (request.asksForObject()) {
            return e;
        }
        if (!doubt.isEmpty() && e.status() == 404 && request.key().isEmpty()) {
            return new InvalidException(e.getMessage() + ": " + doubt, e.status(), e.code());
        }
        if (e instanceof NotFoundException notFound) {
            return nowhere(notFound);
        }
        if (!(e instanceof GoneException)) {
            return e;
        }
        // Ceph 18 misses the key if the upload is absent whose parts are asked for.
        return request.asksForParts()
                ? new UploadGoneException(e.getMessage(), e.status(), e.code())
                : new InvalidException(e.getMessage(), e.status(), e.code());
    }

    @Override
    protected StoreException own(String what, XmlFault fault, int status, String message, boolean temporary) {
        String code = fault.code();
        if (REGIONAL.contains(code) || status == 301 || status == 307) {
            return elsewhere(what, fault, message);
        }
        if (status == 400 && code.isEmpty() && temporary) {
            // Only a hint: some stores answer this for a key that they refuse.
            return new InvalidException(message + MAY_HAVE_EXPIRED, status, code);
        }
        return switch (code) {
            case "BadDigest" -> new DigestException(message, status, code, "");
            case "NoSuchUpload" -> new UploadGoneException(message, status, code);
            default -> null;
        };
    }

    /** Returns whether a page says that more pages follow; any word but true and false would end the list early. */
    static boolean goesOn(String what, XmlElement page) {
        String truncated = page.word("IsTruncated");
        return switch (truncated) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw nonsense(what, "its IsTruncated is " + Printable.quoted(truncated));
        };
    }

    private StoreException elsewhere(String what, XmlFault fault, String message) {
        String text = message;
        if (!fault.text("Region").isEmpty() && !fault.text("Region").equals(region)) {
            text = what + ": the bucket " + bucketName() + " is in region " + Printable.of(fault.text("Region"))
                    + ", not " + region;
        } else if (fault.code().equals("TemporaryRedirect")
                || (fault.status() == 307 && fault.text("Region").equals(region))) {
            // Until the name of a new bucket is known everywhere.
            return new TransientException(message, fault.status(), fault.code());
        } else if (fault.status() == 301) {
            text = message + ": the bucket " + bucketName() + " isn't in region " + region
                    + " or needs another endpoint";
        }
        return new InvalidException(text, fault.status(), fault.code());
    }

    DeniedException noCredentials(String what, Exception cause) {
        String reasons = CredentialsChain.reasons(cause);
        return DeniedException.ofCaller(
                what + ": no credentials were found for " + bucketName() + ": "
                        + (reasons.isEmpty()
                                ? "give an access key, an AWS profile or an instance role, or ask for anonymous access"
                                : reasons),
                0,
                "NoCredentials",
                cause);
    }

    /**
     * Returns whether the credentials may be the cause: a 403 that names them or just denies access (a HEAD's answer
     * has no code), or a bare 400 to a HEAD, which an expired token causes.
     */
    static boolean mayBlameCredentials(String method, StoreException e) {
        String code = e.code();
        if (e instanceof DeniedException) {
            return e.status() > 0 && !code.equals(SKEWED);
        }
        return e.status() == 400 && code.isEmpty() && method.equals("HEAD");
    }
}
