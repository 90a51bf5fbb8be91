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
 * The head of a successful answer to a GET, which must be what was asked for before its body is believed.
 *
 * @param what was asked for, for messages
 * @param status the HTTP status
 * @param contentLength the header of that name as it stands; empty where the length isn't told
 * @param contentRange the header of that name as it stands; empty where there is none
 * @param etag unquoted; empty where there is none
 */
public record ReadAnswer(Supplier<String> what, int status, String contentLength, String contentRange, String etag) {

    /** The head of an answer whose headers have been read. */
    public static ReadAnswer of(Supplier<String> what, Answer answer, Described object) {
        boolean framed = !answer.header("Transfer-Encoding").isEmpty();
        return new ReadAnswer(
                what,
                answer.status(),
                framed ? "" : answer.header("Content-Length"),
                answer.header("Content-Range"),
                object.etag());
    }

    /**
     * The content that was asked for; the answer is given up where it is anything else.
     *
     * @param describe reads the headers
     */
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
            BodyStream body = read.contentLength.isEmpty()
                    ? BodyStream.thatMustEnd(answer.body(), length, answer)
                    : new BodyStream(answer.body(), length, answer);
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

    /** Refuses the page of a proxy or a login form, which comes with status 200. */
    private void requireObject(String contentType) {
        if (etag.isEmpty()) {
            boolean html = contentType.regionMatches(true, 0, "text/html", 0, "text/html".length());
            throw StoreErrors.nonsense(
                    what.get(), "it has no ETag, as every object has" + (html ? ", and it is an HTML page" : ""));
        }
    }

    /** Refuses another version than the one that was asked for. */
    public void requireEtag(String ifMatch) {
        if (!ifMatch.isEmpty() && !etag.isEmpty() && !etag.equals(ifMatch)) {
            throw new ChangedException(
                    what.get() + ": the object has the ETag " + Printable.of(etag) + ", not " + Printable.of(ifMatch),
                    status,
                    "",
                    null);
        }
    }

    /** The length of the body, in bytes, as the answer tells it. */
    public long length() {
        if (contentLength.isEmpty()) {
            // Without it a body that is cut off could pass for a whole one.
            throw StoreErrors.nonsense(what.get(), "it doesn't tell the length of the content");
        }
        long length = number(contentLength);
        if (length < 0) {
            throw StoreErrors.nonsense(what.get(), "its Content-Length is '" + Printable.of(contentLength) + "'");
        }
        return length;
    }

    /** The length of the body, in bytes: what the answer doesn't tell, its Content-Range or the announced size does. */
    private long length(GetRequest request) {
        if (contentLength.isEmpty() && request.range() != null && !contentRange.isEmpty()) {
            return request.range().length();
        }
        boolean announced = contentLength.isEmpty() && request.range() == null && request.size() >= 0;
        return announced ? request.size() : length();
    }

    /**
     * The size of the whole object, where the answer is exactly what was asked for. Status 200 with the right Content-Range is the
     * range as well.
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
            return length;
        }
        String wanted = "bytes " + range.offset() + "-" + (range.offset() + range.length() - 1) + "/";
        long size = contentRange.startsWith(wanted) ? number(contentRange.substring(wanted.length())) : -1;
        if ((status != 206 && status != 200) || length != range.length() || size < range.offset() + range.length()) {
            throw StoreErrors.nonsense(
                    what.get(),
                    "status " + status + " with Content-Range '" + Printable.of(contentRange) + "' and " + length
                            + " bytes for " + range.header());
        }
        return size;
    }

    private static String whole(long length) {
        return "bytes 0-" + (length - 1) + "/" + length;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
