package dev.caravan.component.cos;

import com.qcloud.cos.http.HttpMethodName;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.ReadAnswer;
import dev.caravan.store.ByteRange;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import java.util.function.Supplier;

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
        CosObject object = new CosObject(() -> wire.what(head), answer.headers(), withMetadata);
        return object.info(
                key, ReadAnswer.of(() -> wire.what(head), answer, object).length());
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
        Supplier<String> what = () -> wire.what(get);
        return ReadAnswer.content(
                what, wire.send(get), request, answer -> new CosObject(what, answer.headers(), withMetadata));
    }
}
