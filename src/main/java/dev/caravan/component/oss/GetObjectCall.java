package dev.caravan.component.oss;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.BodyStream;
import dev.caravan.component.wire.ReadAnswer;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.ByteRange;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import java.io.IOException;
import java.util.function.Supplier;

/** GetObject and HeadObject, whose answers describe the object in the same headers. */
final class GetObjectCall {

    private final OssWire wire;
    private final boolean withMetadata;

    GetObjectCall(OssWire wire, boolean withMetadata) {
        this.wire = wire;
        this.withMetadata = withMetadata;
    }

    ObjectInfo head(String key) {
        Supplier<String> what = () -> wire.what(OssRequest.object("HEAD", key));
        Answer answer = wire.send(() -> OssRequest.object("HEAD", key));
        try {
            answer.skipBody();
        } catch (IOException e) {
            answer.abandon();
            throw StoreErrors.io(what.get(), e);
        }
        OssHeaders headers = new OssHeaders(what, answer.headers());
        return headers.info(key, read(what, answer, headers).length(), withMetadata);
    }

    ObjectContent get(GetRequest request) {
        Supplier<String> what = () -> wire.what(OssRequest.object("GET", request.key()));
        String ifMatch = request.ifMatch() == null ? "" : request.ifMatch();
        Answer answer = wire.send(() -> request(request, ifMatch));
        boolean handedOver = false;
        try {
            OssHeaders headers = new OssHeaders(what, answer.headers());
            ReadAnswer read = read(what, answer, headers);
            read.requireEtag(ifMatch);
            long size = read.size(request.range());
            ObjectInfo info = headers.info(request.key(), size, withMetadata);
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

    private static OssRequest request(GetRequest request, String ifMatch) {
        OssRequest get = OssRequest.object("GET", request.key());
        ByteRange range = request.range();
        if (range != null) {
            // Without the second one a range that can't be satisfied is answered with the whole object ("GetObject").
            get.header("range", range.header()).header("x-oss-range-behavior", "standard");
        }
        if (!ifMatch.isEmpty()) {
            get.header("if-match", '"' + ifMatch + '"');
        }
        return get;
    }

    private static ReadAnswer read(Supplier<String> what, Answer answer, OssHeaders headers) {
        boolean framed = !answer.header("Transfer-Encoding").isEmpty();
        return new ReadAnswer(
                what,
                answer.status(),
                framed ? "" : answer.header("Content-Length"),
                answer.header("Content-Range"),
                headers.etag());
    }
}
