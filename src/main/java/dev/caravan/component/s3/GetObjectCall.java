package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.BodyStream;
import dev.caravan.component.wire.ReadAnswer;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.ByteRange;
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
        askForChecksum(head);
        Answer answer = wire.sendForHead(head);
        ObjectHeaders headers = new ObjectHeaders(() -> wire.what(head), answer.headers());
        return headers.info(key, read(head, answer, headers).length(), metadata(key, headers));
    }

    ObjectContent get(GetRequest request) {
        S3Request get = S3Request.object("GET", "GET", request.key());
        ByteRange range = request.range();
        if (range != null) {
            get.headers().add("range", range.header());
        } else {
            askForChecksum(get);
        }
        String ifMatch = request.ifMatch() == null ? "" : request.ifMatch();
        if (!ifMatch.isEmpty()) {
            get.headers().add("if-match", '"' + ifMatch + '"');
        }
        Answer answer = wire.send(get);
        boolean handedOver = false;
        try {
            ObjectHeaders headers = new ObjectHeaders(() -> wire.what(get), answer.headers());
            ReadAnswer read = read(get, answer, headers);
            read.requireEtag(ifMatch);
            long size = read.size(range);
            ObjectInfo info = headers.info(request.key(), size, metadata(request.key(), headers));
            BodyStream body = new BodyStream(answer.body(), read.length(), answer);
            handedOver = true;
            return new ObjectContent(body, read.length(), info, answer::abandon);
        } catch (IOException e) {
            throw StoreErrors.io(wire.what(get), e);
        } finally {
            if (!handedOver) {
                answer.abandon();
            }
        }
    }

    private void askForChecksum(S3Request request) {
        if (configuration.isReadChecksums()) {
            request.headers().add("x-amz-checksum-mode", "ENABLED");
        }
    }

    private ReadAnswer read(S3Request request, Answer answer, ObjectHeaders headers) {
        boolean framed = !answer.header("Transfer-Encoding").isEmpty();
        return new ReadAnswer(
                () -> wire.what(request),
                answer.status(),
                framed ? "" : answer.header("Content-Length"),
                answer.header("Content-Range"),
                headers.etag());
    }

    private ObjectMetadata metadata(String key, ObjectHeaders headers) {
        Map<String, String> found = configuration.isIncludeTags() && headers.hasTags() ? tags.apply(key) : Map.of();
        if (configuration.isIncludeMetadata()) {
            return headers.metadata(found);
        }
        return found.isEmpty() ? ObjectMetadata.NONE : new ObjectMetadata("", "", "", "", "", "", Map.of(), found);
    }
}
