package dev.caravan.component.cos;

import com.qcloud.cos.http.HttpMethodName;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.BodyStream;
import dev.caravan.component.wire.ReadAnswer;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.ByteRange;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import java.io.IOException;

/** GET Object and HEAD Object, whose answers describe the object in the same headers. */
final class GetObjectCall {

    private final CosWire wire;
    private final boolean withMetadata;

    GetObjectCall(CosWire wire, boolean withMetadata) {
        this.wire = wire;
        this.withMetadata = withMetadata;
    }

    ObjectInfo head(String key) {
        CosRequest head = CosRequest.object(HttpMethodName.HEAD, key);
        Answer answer = wire.sendForHead(head);
        CosObject object = new CosObject(() -> wire.what(head), answer.headers());
        return object.info(key, read(head, answer, object).length(), withMetadata);
    }

    ObjectContent get(GetRequest request) {
        CosRequest get = CosRequest.object(HttpMethodName.GET, request.key());
        ByteRange range = request.range();
        if (range != null) {
            get.headers().put("range", range.header());
        }
        String ifMatch = request.ifMatch() == null ? "" : request.ifMatch();
        if (!ifMatch.isEmpty()) {
            get.headers().put("if-match", '"' + ifMatch + '"');
        }
        Answer answer = wire.send(get);
        boolean handedOver = false;
        try {
            CosObject object = new CosObject(() -> wire.what(get), answer.headers());
            ReadAnswer read = read(get, answer, object);
            read.requireEtag(ifMatch);
            long size = read.size(range);
            ObjectInfo info = object.info(request.key(), size, withMetadata);
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

    private ReadAnswer read(CosRequest request, Answer answer, CosObject object) {
        boolean framed = !answer.header("Transfer-Encoding").isEmpty();
        return new ReadAnswer(
                () -> wire.what(request),
                answer.status(),
                framed ? "" : answer.header("Content-Length"),
                answer.header("Content-Range"),
                object.etag());
    }
}
