package dev.caravan.component.s3;

import dev.caravan.job.Printable;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** GetObject and HeadObject, whose answers describe the object in the same headers. */
final class GetObjectCall {

    private final S3Wire wire;
    private final S3Configuration configuration;
    private final Function<String, Map<String, String>> tags;

    /**
     * @param tags gives the tags of a key
     */
    GetObjectCall(S3Wire wire, S3Configuration configuration, Function<String, Map<String, String>> tags) {
        this.wire = wire;
        this.configuration = configuration;
        this.tags = tags;
    }

    ObjectInfo head(String key) {
        S3Request head = S3Request.object("HEAD", "HEAD", key);
        S3Answer answer = wire.sendForHead(head);
        ObjectHeaders headers = new ObjectHeaders(() -> wire.what(head), answer.headers());
        return headers.info(key, contentLength(head, answer), metadata(key, headers));
    }

    ObjectContent get(GetRequest request) {
        S3Request get = S3Request.object("GET", "GET", request.key());
        ByteRange range = request.range();
        if (range != null) {
            get.headers().add("range", range.header());
        }
        String ifMatch = request.ifMatch() == null ? "" : request.ifMatch();
        if (!ifMatch.isEmpty()) {
            get.headers().add("if-match", '"' + ifMatch + '"');
        }
        S3Answer answer = wire.send(get);
        boolean handedOver = false;
        try {
            ObjectHeaders headers = new ObjectHeaders(() -> wire.what(get), answer.headers());
            if (!ifMatch.isEmpty()
                    && !headers.etag().isEmpty()
                    && !headers.etag().equals(ifMatch)) {
                throw new ChangedException(
                        wire.what(get) + ": the object has the ETag " + Printable.of(headers.etag()) + ", not "
                                + Printable.of(ifMatch),
                        answer.status(),
                        "",
                        null);
            }
            long length = contentLength(get, answer);
            long size = range == null ? wholeSize(get, answer, length) : sizeOfRanged(get, answer, range, length);
            ObjectInfo info = headers.info(request.key(), size, metadata(request.key(), headers));
            BodyStream body = new BodyStream(answer.body(), length, answer);
            handedOver = true;
            return new ObjectContent(body, length, info, answer::abandon);
        } catch (IOException e) {
            throw wire.errors().io(wire.what(get), e);
        } finally {
            if (!handedOver) {
                answer.abandon();
            }
        }
    }

    private ObjectMetadata metadata(String key, ObjectHeaders headers) {
        Map<String, String> found = configuration.isIncludeTags() && headers.hasTags() ? tags.apply(key) : Map.of();
        if (configuration.isIncludeMetadata()) {
            return headers.metadata(found);
        }
        return found.isEmpty() ? ObjectMetadata.NONE : new ObjectMetadata("", "", "", "", "", "", Map.of(), found);
    }

    private long contentLength(S3Request request, S3Answer answer) {
        String text = answer.header("Content-Length");
        if (text.isEmpty() || !answer.header("Transfer-Encoding").isEmpty()) {
            // Without it a body that is cut off could pass for a whole one.
            throw S3Errors.nonsense(wire.what(request), "it doesn't tell the length of the content");
        }
        long length = number(text);
        if (length < 0) {
            throw S3Errors.nonsense(wire.what(request), "its Content-Length is '" + Printable.of(text) + "'");
        }
        return length;
    }

    private long wholeSize(S3Request request, S3Answer answer, long length) {
        if (answer.status() != 200) {
            throw S3Errors.nonsense(wire.what(request), "status " + answer.status() + " for a whole object");
        }
        return length;
    }

    /** The size of the whole object, where the answer is exactly the range that was asked for. */
    private long sizeOfRanged(S3Request request, S3Answer answer, ByteRange range, long length) {
        String text = answer.header("Content-Range");
        String wanted = "bytes " + range.offset() + "-" + (range.offset() + range.length() - 1) + "/";
        long size = text.startsWith(wanted) ? number(text.substring(wanted.length())) : -1;
        if (answer.status() != 206 || length != range.length() || size < range.offset() + range.length()) {
            throw S3Errors.nonsense(
                    wire.what(request),
                    "status " + answer.status() + " with Content-Range '" + Printable.of(text) + "' and " + length
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
