package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The head of a successful answer to a GET; it must match the request before its body is used.
 *
 * @param what describes the request, for messages
 * @param contentLength the unparsed header; empty if absent
 * @param contentRange the unparsed header; empty if absent
 * @param etag without quotes; empty if absent
 */
public record ReadAnswer(Supplier<String> what, int status, String contentLength, String contentRange, String etag) {

    public static ReadAnswer of(Supplier<String> what, Answer answer, Described object) {
        boolean framed = !answer.header("Transfer-Encoding").isEmpty();
        return new ReadAnswer(
                what,
                answer.status(),
                framed ? "" : answer.header("Content-Length"),
                answer.header("Content-Range"),
                object.etag());
    }

    /** Returns the requested content; abandons an answer that is anything else. */
    public static ObjectContent content(
            Supplier<String> what, Answer answer, GetRequest request, Function<Answer, ? extends Described> describe) {
        boolean handedOver = false;
        try {
            Described object = describe.apply(answer);
            ReadAnswer read = of(what, answer, object);
            read.requireObject(answer.header("Content-Type"));
            read.requireEtag(request.ifMatch());
            ObjectInfo info = object.info(request.key(), read.size(request));
            long length = read.length(request);
            BodyStream body = new BodyStream(answer, length, read.contentLength.isEmpty());
            handedOver = true;
            return new ObjectContent(body, length, info, answer::abandon);
        } catch (IOException e) {
            throw StoreErrors.io(what.get(), e);
        } finally {
            if (!handedOver) {
                answer.abandon();
            }
        }
    }

    /** Refuses the HTML page of a proxy or login form with status 200. */
    private void requireObject(String contentType) {
        if (etag.isEmpty()) {
            boolean html = contentType.regionMatches(true, 0, "text/html", 0, "text/html".length());
            throw StoreErrors.nonsense(
                    what.get(), "it has no ETag, as every object has" + (html ? ", and it is an HTML page" : ""));
        }
    }

    /** Refuses another version than the requested one. */
    public void requireEtag(String ifMatch) {
        if (!ifMatch.isEmpty() && !etag.isEmpty() && !etag.equals(ifMatch)) {
            throw new ChangedException(
                    what.get() + ": the object has the ETag " + Printable.of(etag) + ", not " + Printable.of(ifMatch),
                    status,
                    "");
        }
    }

    /** Returns the announced length of the body in bytes. */
    public long length() {
        if (contentLength.isEmpty()) {
            // Without it a body that is cut off could pass for a whole one.
            throw StoreErrors.nonsense(what.get(), "it has no length of the content");
        }
        long length = Answer.number(contentLength);
        if (length < 0) {
            throw StoreErrors.nonsense(what.get(), "its Content-Length is '" + Printable.of(contentLength) + "'");
        }
        return length;
    }

    /** Returns the length of the body in bytes, from its Content-Range or the expected size if it isn't announced. */
    private long length(GetRequest request) {
        if (contentLength.isEmpty() && request.range() != null && !contentRange.isEmpty()) {
            return request.range().length();
        }
        boolean announced = contentLength.isEmpty() && request.range() == null && request.size() >= 0;
        return announced ? request.size() : length();
    }

    /**
     * Returns the size of the whole object if the answer is exactly the request. Status 200 with the right
     * Content-Range is accepted.
     */
    public long size(GetRequest request) {
        ByteRange range = request.range();
        long length = length(request);
        if (range == null) {
            if (status != 200 || !(contentRange.isEmpty() || contentRange.equals(whole(length)))) {
                throw StoreErrors.nonsense(
                        what.get(),
                        "status " + status + " with Content-Range '" + Printable.of(contentRange)
                                + "' for a whole object");
            }
            return requireSize(request, length);
        }
        String wanted = "bytes " + range.offset() + "-" + (range.offset() + range.length() - 1) + "/";
        long size = contentRange.startsWith(wanted) ? Answer.number(contentRange.substring(wanted.length())) : -1;
        if ((status != 206 && status != 200) || length != range.length() || size < range.offset() + range.length()) {
            throw StoreErrors.nonsense(
                    what.get(),
                    "status " + status + " with Content-Range '" + Printable.of(contentRange) + "' and " + length
                            + " bytes for " + range.header());
        }
        return requireSize(request, size);
    }

    /** Refuses content that a gateway has changed on its way: one ETag has one size. */
    private long requireSize(GetRequest request, long size) {
        if (!request.ifMatch().isEmpty() && request.size() >= 0 && request.size() != size) {
            throw new ChangedException(
                    what.get() + ": the object with the ETag " + Printable.of(etag) + " has " + size + " bytes, not "
                            + request.size(),
                    status,
                    "");
        }
        return size;
    }

    private static String whole(long length) {
        return "bytes 0-" + (length - 1) + "/" + length;
    }
}
