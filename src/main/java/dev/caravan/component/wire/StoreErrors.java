package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
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
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What is said of requests that failed, the same for all providers; each provider adds what its own codes mean. */
public class StoreErrors {

    /** The code of a refusal because the clocks of machine and store differ. */
    protected static final String SKEWED = "RequestTimeTooSkewed";

    private static final String REQUEST = " (request ";

    /** What S3, OSS and COS say of an object that isn't there. Nothing else proves it. */
    private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchVersion");

    private final String bucketName;

    /** @param bucketName for example {@code s3://bucket} */
    public StoreErrors(String bucketName) {
        this.bucketName = bucketName;
    }

    public final String bucketName() {
        return bucketName;
    }

    /** What was tried, for messages: {@code GET s3://bucket/key}, escaped. */
    public final String what(String verb, String key) {
        return key.isEmpty() ? verb + " " + bucketName : verb + " " + bucketName + "/" + Printable.of(key);
    }

    /**
     * What the store said, in one line, escaped.
     *
     * @param what was tried
     * @param status the HTTP status; 0 where it isn't known
     * @param code the store's error code; may be empty
     * @param text the store's words; may be empty
     * @param requestId by which the store's operators find the request; may be empty
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

    /** The request ID in a message that {@link #message} has made; empty where it holds none. */
    public static String requestId(String message) {
        int begin = message.lastIndexOf(REQUEST);
        int end = begin < 0 ? -1 : message.indexOf(')', begin);
        return end < 0 ? "" : message.substring(begin + REQUEST.length(), end);
    }

    /** The meaning of a refusal of whose code nothing more is known than its status (RFC 9110, 15). */
    public static StoreException ofStatus(String message, int status, String code) {
        return switch (status) {
            case 401, 403 -> new DeniedException(message, status, code, null);
            case 404 ->
                ABSENT.contains(code) ? new GoneException(message, status, code) : notFound(message, status, code);
            case 412 -> new ChangedException(message, status, code, null);
            case 408 -> new TransientException(message, status, code, null);
            default ->
                status >= 500 && status != 501
                        ? new TransientException(message, status, code, null)
                        : new InvalidException(message, status, code, null);
        };
    }

    /** The meaning of a refusal because this machine's clock is wrong. */
    protected static DeniedException skewed(String message, int status, String code) {
        return DeniedException.ofCaller(
                message + ": set the clock of this machine, it differs too much from the store's", status, code, null);
    }

    /** The meaning of a 404 that doesn't prove to be the store's own. */
    public static NotFoundException notFound(String message, int status, String code) {
        String text = code.isEmpty() ? message + " (no error code of the store)" : message;
        return new NotFoundException(text, status, code);
    }

    /** The meaning of a 404 to a request after which no second look is taken. */
    public static NotFoundException nowhere(NotFoundException e) {
        return new NotFoundException(
                e.getMessage() + ": is a proxy or gateway in front of it, or is the endpoint wrong?",
                e.status(),
                e.code());
    }

    /** The status of an error: where it comes late, after a status 200, the one that its code stands for. */
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

    /** The meaning of no answer or half an answer. */
    public static StoreException io(String what, IOException e) {
        if (e instanceof ConflictingHeadersException) {
            return nonsense(what, e.getMessage());
        }
        return new TransientException(what + ": " + reason(e), 0, "", e);
    }

    /** An answer that can't be right. */
    public static InvalidException nonsense(String what, String why) {
        return new InvalidException(what + ": the store's answer makes no sense: " + why, 200, "BadAnswer", null);
    }

    /** An answer that can't be read. */
    public static InvalidException unreadable(String what, Exception e) {
        return nonsense(what, "it can't be read: " + Printable.of(String.valueOf(e.getMessage())));
    }

    /** The thread was interrupted while it waited for the store. */
    public static TransientException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TransientException(what + ": interrupted", 0, "", e);
    }

    /**
     * Looks at a bucket before a job begins. A name that can't be found, a host that takes no connection, a server that speaks
     * another protocol, or a certificate that isn't trusted is a mistake then rather than a passing failure.
     */
    public static void requireListable(ObjectStore store) {
        try {
            store.list(new ListRequest("", "", "", null, 1));
        } catch (TransientException e) {
            throw atStart(e);
        }
    }

    private static StoreException atStart(TransientException e) {
        Throwable cause = e.getCause();
        String code = cause instanceof UnknownHostException
                ? "UnknownHost"
                : cause instanceof ConnectException || cause instanceof ProxyException
                        ? "Unreachable"
                        : speaksAnotherProtocol(cause) ? "OtherProtocol" : distrusts(cause) ? "Distrusted" : "";
        return code.isEmpty() ? e : new InvalidException(e.getMessage(), 0, code, e);
    }

    /** Whether the other side isn't, or can't prove to be, who it should be: nothing that passes. */
    private static boolean distrusts(Throwable e) {
        return e instanceof SSLException && e.getCause() instanceof CertificateException;
    }

    /** Whether the server answered, but not by HTTP, or not by TLS where TLS is wanted. */
    private static boolean speaksAnotherProtocol(Throwable e) {
        return e != null && (e.getCause() instanceof HttpException || isPlain(e));
    }

    private static boolean isPlain(Throwable e) {
        return e instanceof SSLException && String.valueOf(e.getMessage()).contains("unrecognized SSL message");
    }

    /** Whether a certificate that is trusted doesn't name the host. Java says so in words only. */
    private static boolean namesAnother(IOException e) {
        String text = String.valueOf(e.getMessage());
        return distrusts(e) && (text.startsWith("No subject alternative") || text.startsWith("No name matching"));
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
        } else if (namesAnother(e)) {
            return "TLS failed: the store's certificate is for another name: " + text;
        } else if (distrusts(e)) {
            return "TLS failed: the store's certificate isn't trusted: " + text
                    + " (--ca-bundle and AWS_CA_BUNDLE name a file of other authorities)";
        } else if (isPlain(e)) {
            return "TLS failed: the other side answers without TLS; is its address one with http://?";
        } else if (e instanceof SSLException) {
            return "TLS failed: " + text;
        }
        return text;
    }
}
