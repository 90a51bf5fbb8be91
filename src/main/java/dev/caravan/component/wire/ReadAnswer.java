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
            read.requireEtag(request.ifMatch() == null ? "" : request.ifMatch());
            ObjectInfo info = object.info(request.key(), read.size(request.range()));
            BodyStream body = new BodyStream(answer.body(), read.length(), answer);
            handedOver = true;
            return new ObjectContent(body, read.length(), info, answer::abandon);
        } catch (IOException e) {
            throw StoreErrors.io(what.get(), e);
        } finally {
            if (!handedOver) {
                answer.abandon();
            }
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

    /** The length of the body, in bytes. */
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

    /**
     * The size of the whole object, where the answer is exactly what was asked for.
     *
     * @param range null where the whole object was
     */
    public long size(ByteRange range) {
        if (range == null) {
            if (status != 200) {
                throw StoreErrors.nonsense(what.get(), "status " + status + " for a whole object");
            }
            return length();
        }
        String wanted = "bytes " + range.offset() + "-" + (range.offset() + range.length() - 1) + "/";
        long size = contentRange.startsWith(wanted) ? number(contentRange.substring(wanted.length())) : -1;
        long length = length();
        if (status != 206 || length != range.length() || size < range.offset() + range.length()) {
            throw StoreErrors.nonsense(
                    what.get(),
                    "status " + status + " with Content-Range '" + Printable.of(contentRange) + "' and " + length
                            + " bytes for " + range.header());
        }
        return size;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
