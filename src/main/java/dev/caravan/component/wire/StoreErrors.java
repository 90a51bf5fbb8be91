package dev.caravan.component.wire;

import dev.caravan.job.Certificates;
import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Failures;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Messages and exceptions for failed requests of all providers; each provider adds its own codes. */
public class StoreErrors {

    protected static final String SKEWED = "RequestTimeTooSkewed";

    private static final String REQUEST = " (request ";

    private static final int INSUFFICIENT_STORAGE = 507;

    private static final String UNREACHABLE = "Unreachable";
    private static final String OTHER_PROTOCOL = "OtherProtocol";

    /** The codes of S3, OSS and COS that prove an object doesn't exist. */
    private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchVersion");

    /** Matches Java's messages about a handshake that fails at every attempt. */
    private static final Pattern REFUSES_TLS = Pattern.compile("alert: (protocol_version|handshake_failure"
            + "|insufficient_security|unrecognized_name|certificate_required)|The server selected protocol version");

    private final String bucketName;

    public StoreErrors(String bucketName) {
        this.bucketName = bucketName;
    }

    public final String bucketName() {
        return bucketName;
    }

    /** Describes an attempt for messages: {@code GET s3://bucket/key}, escaped. */
    public final String what(String verb, String key) {
        return key.isEmpty() ? verb + " " + bucketName : verb + " " + bucketName + "/" + Printable.of(key);
    }

    /**
     * Refuses an access key that no request can carry, before it is sent. The message shows none of its values.
     *
     * @param what describes the request; evaluated for the message only
     * @throws InvalidException if the ID or the secret is empty, or the ID or the token isn't {@link
     *     Credentials#isSendable}
     */
    public static void requireSendable(Supplier<String> what, Credentials key) {
        String fault;
        if (key.accessKeyId().isEmpty()) {
            fault = "the access key's ID is empty";
        } else if (key.secretAccessKey().isEmpty()) {
            fault = "the access key's secret is empty";
        } else if (!Credentials.isSendable(key.accessKeyId())) {
            fault = "the access key's ID holds characters that none can have";
        } else if (!Credentials.isSendable(key.sessionToken())) {
            fault = "the session token holds characters that none can have";
        } else {
            return;
        }
        throw new InvalidException(what.get() + ": " + fault, "InvalidCredentials");
    }

    /** Returns the message for an absent bucket, which names the bucket once. */
    protected final String noSuchBucket(String what) {
        String named = " " + bucketName;
        String attempt = what.endsWith(named) ? what.substring(0, what.length() - named.length()) : what;
        return attempt + ": no such bucket: " + bucketName;
    }

    /**
     * Returns the store's error in one line, escaped.
     *
     * @param status HTTP status; 0 if unknown
     * @param code the store's error code; may be empty
     * @param text the store's message; may be empty
     * @param requestId the store's request ID; may be empty
     */
    public static String message(String what, int status, String code, String text, String requestId) {
        StringBuilder line = new StringBuilder(160).append(what).append(':');
        if (status != 0) {
            line.append(' ').append(status);
        }
        if (!code.isEmpty()) {
            line.append(' ').append(Printable.of(code));
        }
        if (!text.isEmpty()) {
            line.append(": ").append(Printable.of(text.strip()));
        }
        if (!requestId.isEmpty()) {
            line.append(REQUEST).append(Printable.of(requestId)).append(')');
        }
        return line.toString();
    }

    /** Returns the request ID in a text of {@link #message}; empty if absent. */
    public static String requestId(String message) {
        int begin = message.lastIndexOf(REQUEST);
        int end = begin < 0 ? -1 : message.indexOf(')', begin);
        return end < 0 ? "" : message.substring(begin + REQUEST.length(), end);
    }

    /** Translates a refusal with an unknown code by its status (RFC 9110, 15). */
    public static StoreException ofStatus(String message, int status, String code) {
        return switch (status) {
            case 401, 403 -> new DeniedException(message, status, code);
            case 404 ->
                ABSENT.contains(code) ? new GoneException(message, status, code) : notFound(message, status, code);
            case 412 -> new ChangedException(message, status, code);
            case 408 -> new TransientException(message, status, code);
            case 413 ->
                new InvalidException(
                        message + " (it takes no request of this size; in nginx: client_max_body_size)", status, code);
            default ->
                status >= 500 && status != 501
                        ? new TransientException(message, status, code)
                        : new InvalidException(message, status, code);
        };
    }

    /** Translates a refusal because of this machine's clock. */
    protected static DeniedException skewed(String message, int status, String code) {
        return DeniedException.ofCaller(
                message + ": set the clock of this machine, it differs too much from the store's", status, code);
    }

    /** Translates a 404 that isn't proved to be the store's. */
    public static NotFoundException notFound(String message, int status, String code) {
        String text = code.isEmpty() ? message + " (no error code of the store)" : message;
        return new NotFoundException(text, status, code);
    }

    /** Translates a 404 without a second look. */
    public static NotFoundException nowhere(NotFoundException e) {
        return new NotFoundException(
                e.getMessage() + ": is a proxy or gateway in front of it, or is the endpoint wrong?",
                e.status(),
                e.code());
    }

    /** Returns the status of an error. An error inside an answer of 200 has the status of its code. */
    public static int status(int status, String code) {
        if (status != 200) {
            return status;
        }
        return switch (code) {
            case "AccessDenied" -> 403;
            case "NoSuchBucket", "NoSuchKey", "NoSuchUpload" -> 404;
            case "PreconditionFailed" -> 412;
            case "TooManyRequests" -> 429;
            case "InternalError" -> 500;
            case "NotImplemented" -> 501;
            case "ServiceUnavailable", "SlowDown" -> 503;
            default -> 200;
        };
    }

    /** Translates a missing or incomplete answer. */
    public static StoreException io(String what, IOException e) {
        if (e instanceof ConflictingHeadersException) {
            return nonsense(what, e.getMessage());
        }
        return new TransientException(what + ": " + reason(e) + passed(e), 0, "", e);
    }

    public static InvalidException nonsense(String what, String why) {
        return new InvalidException(what + ": the store's answer is invalid: " + why, 200, "BadAnswer");
    }

    /** Translates a document that can't be read. One that is cut off is complete with the next attempt. */
    public static StoreException unreadable(String what, Exception e) {
        String text = String.valueOf(e.getMessage());
        return text.toLowerCase(Locale.ROOT).contains("end-of-input")
                ? io(what, new IOException("the answer is cut off", e))
                : nonsense(
                        what,
                        "it can't be read: "
                                + Printable.of(text.lines().findFirst().orElse("")));
    }

    public static TransientException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TransientException(what + ": interrupted", 0, "", e);
    }

    /**
     * Checks a bucket before a job begins. An unknown host name, a refused connection, another protocol or an untrusted
     * certificate is then a configuration error rather than a passing failure.
     */
    public static void requireListable(ObjectStore store) {
        try {
            store.list(new ListRequest("", "", "", null, 1));
        } catch (TransientException e) {
            throw atStart(e);
        }
    }

    static StoreException atStart(TransientException e) {
        Throwable cause = e.getCause();
        String code = cause instanceof ProxyException
                ? UNREACHABLE
                : cause != null && cause.getCause() instanceof HttpException ? OTHER_PROTOCOL : obstacle(e);
        return code.isEmpty() ? e : new InvalidException(e.getMessage(), 0, code, e);
    }

    /** Returns a word for what fails every request alike; empty if the failure may concern this one only. */
    public static String obstacle(Throwable failure) {
        // Ceph: QuotaExceeded.
        if (failure instanceof StoreException refusal
                && (refusal.status() == INSUFFICIENT_STORAGE || refusal.code().contains("Quota"))) {
            return "Full";
        }
        if (Failures.isOfMissingBucket(failure)) {
            return InvalidException.NO_BUCKET;
        }
        Throwable cause = failure instanceof TransientException ? failure.getCause() : null;
        if (cause instanceof UnknownHostException) {
            return "UnknownHost";
        } else if (cause instanceof ConnectException || (cause instanceof ProxyException proxy && proxy.ofAll())) {
            return UNREACHABLE;
        } else if (isPlain(cause) || refusesTls(cause)) {
            return OTHER_PROTOCOL;
        }
        return Certificates.areRefused(cause) ? "Distrusted" : "";
    }

    /** Returns whether the server answers without TLS where TLS is wanted. */
    private static boolean isPlain(Throwable e) {
        return e instanceof SSLException && String.valueOf(e.getMessage()).contains("unrecognized SSL message");
    }

    /** Returns whether both sides have no version or cipher of TLS in common, or the server wants a certificate. */
    private static boolean refusesTls(Throwable e) {
        return e instanceof SSLException
                && REFUSES_TLS.matcher(String.valueOf(e.getMessage())).find();
    }

    /** Returns the proxy that the connection passed, for messages; empty for none. */
    private static String passed(IOException e) {
        return Stream.of(e.getSuppressed())
                .filter(PassedProxyException.class::isInstance)
                .map(passed -> " (" + passed.getMessage() + ")")
                .findFirst()
                .orElse("");
    }

    private static String reason(IOException e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : Printable.of(e.getMessage());
        if (e instanceof ProxyException) {
            return text;
        }
        if (e instanceof ConnectException) {
            return "can't connect: " + text;
        }
        BoundExceededException bound = BoundExceededException.among(e);
        if (bound != null) {
            return bound.getMessage();
        }
        if (e instanceof UnknownHostException) {
            return "no such host: " + text + " (is the endpoint or the region right?)";
        } else if (e instanceof SocketTimeoutException) {
            return "the store was silent for too long";
        } else if (e instanceof NoHttpResponseException) {
            return "the store closed the connection without an answer";
        } else if (isPlain(e)) {
            return "TLS failed: the other side answers without TLS; is its address one with http://?";
        } else if (refusesTls(e)) {
            return "TLS failed: " + text + " (Caravan speaks TLS 1.2 and 1.3, and has no certificate of a client)";
        } else if (e instanceof SSLException failed) {
            return Certificates.reason(failed);
        }
        return text;
    }
}
