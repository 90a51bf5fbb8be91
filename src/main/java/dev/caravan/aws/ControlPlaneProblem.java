package dev.caravan.aws;

import dev.caravan.component.wire.ProxyException;
import dev.caravan.job.Certificates;
import dev.caravan.job.Printable;
import dev.caravan.store.CredentialsChain;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Translates failures of the AWS SDK into messages that say what to do. */
public final class ControlPlaneProblem {

    public static final String REMOVE_THE_DENY =
            "a policy denies it explicitly, which overrides every allow; remove the deny";

    /** The error codes for unknown, expired or wrongly signed keys. */
    private static final Set<String> CREDENTIALS = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSecurity",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "OptInRequired",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");

    private static final Set<String> MISSING = Set.of(
            "AWS.SimpleQueueService.NonExistentQueue",
            "NotFound",
            "QueueDoesNotExist",
            "ResourceNotFoundException",
            "ResourceNotFound");

    /** The start of a repeated request after a wrong signature, which includes the session token. */
    private static final String REQUEST = "The Canonical String for this request";

    private ControlPlaneProblem() {}

    /** Returns the service's code, else the status, and message, or any other failure, in one line without secrets. */
    public static String words(Throwable failure) {
        if (!(failure instanceof AwsServiceException refused)) {
            return failure.getMessage() == null
                    ? failure.getClass().getSimpleName()
                    : Printable.of(withoutRequest(failure.getMessage()));
        }
        AwsErrorDetails details = refused.awsErrorDetails();
        String code = code(refused);
        String said = details == null || details.errorMessage() == null ? "" : withoutRequest(details.errorMessage());
        return (code.isEmpty() ? "answer " + refused.statusCode() : code)
                + (said.isEmpty() ? "" : ": " + Printable.of(said));
    }

    private static String withoutRequest(String text) {
        int request = text.indexOf(REQUEST);
        return (request < 0 ? text : text.substring(0, request)).strip();
    }

    /** Returns whether the caller lacks permission; false for an unknown caller. */
    public static boolean denies(Throwable failure) {
        if (!(failure instanceof AwsServiceException refused)) {
            return false;
        }
        String code = code(failure);
        return code.startsWith("AccessDenied") || (refused.statusCode() == 403 && !CREDENTIALS.contains(code));
    }

    /** Returns the SDK's failure among the causes; else the failure itself. */
    public static Throwable ofService(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkException) {
                return cause;
            }
        }
        return failure;
    }

    /** Returns whether a call fails until a permission, name or resource is changed. */
    public static boolean cannotPass(Throwable failure) {
        return denies(failure) || isMissing(code(failure));
    }

    /** Returns the service's error code; empty if none, or no service answered. */
    public static String code(Throwable failure) {
        return failure instanceof AwsServiceException refused
                        && refused.awsErrorDetails() != null
                        && refused.awsErrorDetails().errorCode() != null
                ? Printable.of(refused.awsErrorDetails().errorCode())
                : "";
    }

    public static boolean isMissing(String code) {
        return MISSING.contains(code);
    }

    public static boolean isAboutCredentials(String code) {
        return CREDENTIALS.contains(code);
    }

    /**
     * Makes a call; {@code what} starts the message: {@code queue jobs}.
     *
     * @throws ControlPlaneException if the SDK fails
     */
    public static <T> T calling(String what, Supplier<T> call) throws ControlPlaneException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw of(what, e);
        }
    }

    /** Translates an SDK failure, such as that of creating a client; returns any other unchanged. */
    public static Exception translated(Exception failure) {
        return failure instanceof SdkException sdk ? of("AWS", sdk) : failure;
    }

    public static ControlPlaneException of(String what, SdkException failure) {
        String name = Printable.of(what) + ": ";
        if (failure instanceof AwsServiceException refused) {
            return answered(name, refused);
        }
        String message = Printable.of(String.valueOf(failure.getMessage()).strip());
        if (message.startsWith("Unable to load region")) {
            return new NoRegionException(
                    name + "no region is known: set AWS_REGION, or a region in the AWS profile", failure);
        }
        if (message.startsWith("Unable to load credentials")) {
            String reasons = CredentialsChain.reasons(failure);
            return wrong(
                    name + "no credentials were found: "
                            + (reasons.isEmpty()
                                    ? "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE, or give this"
                                            + " machine a role"
                                    : reasons),
                    failure);
        }
        if (failure instanceof AbortedException) {
            return passing(name + "interrupted", failure);
        }
        return unreachable(name, message, failure);
    }

    private static ControlPlaneException answered(String name, AwsServiceException refused) {
        String code = code(refused);
        String answer = words(refused);
        if (MISSING.contains(code)) {
            return wrong(
                    name + "no resource has this name in this account and region: check the name, AWS_REGION and"
                            + " the credentials (" + code + ")",
                    refused);
        }
        if (CREDENTIALS.contains(code)) {
            return wrong(
                    name + "the credentials are refused; renew or correct them, and check this machine's clock: "
                            + answer,
                    // Not the failure itself: its own words may be shown with its trace.
                    null);
        }
        if (refused.isThrottlingException()) {
            return passing(name + "throttled, also after several attempts; try again later: " + answer, refused);
        }
        if (refused.statusCode() == 403 || code.startsWith("AccessDenied")) {
            return wrong(
                    name
                            + (isExplicitDeny(answer)
                                    ? REMOVE_THE_DENY + ": "
                                    : "permission is missing; allow it in the role's policy: ")
                            + answer,
                    refused);
        }
        if (refused.statusCode() >= 500) {
            return passing(name + "the service fails; try again later: " + answer, refused);
        }
        return wrong(name + "refused: " + answer, refused);
    }

    private static ControlPlaneException unreachable(String name, String message, SdkException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = cause.getMessage() == null ? "" : Printable.of(cause.getMessage());
            if (cause instanceof ProxyException) {
                return passing(name + text, failure);
            }
            if (cause instanceof UnknownHostException) {
                return wrong(name + "no such host: " + text + ": check AWS_REGION and AWS_ENDPOINT_URL", failure);
            }
            if (cause instanceof SSLException failed) {
                return wrong(name + Certificates.reason(failed), failure);
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return passing(name + "can't connect: " + text + ": check network and AWS_ENDPOINT_URL", failure);
            }
            if (cause instanceof InterruptedIOException) {
                return passing(name + "no answer in time: " + text + ": check network and AWS_ENDPOINT_URL", failure);
            }
        }
        return passing(name + message, failure);
    }

    private static ControlPlaneException wrong(String message, Throwable cause) {
        return new ControlPlaneException(message, true, cause);
    }

    private static ControlPlaneException passing(String message, Throwable cause) {
        return new ControlPlaneException(message, false, cause);
    }

    /** Returns whether an answer of AWS names an explicit deny, which allowing elsewhere doesn't override. */
    public static boolean isExplicitDeny(String answer) {
        return answer.contains("explicit deny");
    }
}
