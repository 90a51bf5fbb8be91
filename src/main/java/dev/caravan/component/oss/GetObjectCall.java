package dev.caravan.component.oss;

import dev.caravan.component.wire.Answer;
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
        OssHeaders headers = new OssHeaders(what, answer.headers(), withMetadata);
        return headers.info(key, ReadAnswer.of(what, answer, headers).length());
    }

    ObjectContent get(GetRequest request) {
        Supplier<String> what = () -> wire.what(OssRequest.object("GET", request.key()));
        String ifMatch = request.ifMatch() == null ? "" : request.ifMatch();
        return ReadAnswer.content(
                what,
                wire.send(() -> request(request, ifMatch)),
                request,
                answer -> new OssHeaders(what, answer.headers(), withMetadata));
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
}
