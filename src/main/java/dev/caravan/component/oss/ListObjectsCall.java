package dev.caravan.component.oss;

import dev.caravan.component.wire.ListedEncoding;
import dev.caravan.component.wire.ListingAnswer;
import dev.caravan.store.Backoff;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * ListObjectsV2: one page. A symbolic link stands in it with the size and the ETag of the link itself, so it is looked at by HEAD,
 * which shows the object that it leads to: one more request for each link. A HEAD that fails for a passing reason is retried alone,
 * so that the others of the page need not be repeated.
 */
final class ListObjectsCall {

    private static final String LINK = "Symlink";
    private static final Backoff BACKOFF = new Backoff(4, Duration.ofMillis(200), Duration.ofSeconds(2));

    private final OssWire wire;
    private final Function<String, ObjectInfo> head;
    private final ListedEncoding encoding;

    /** @param head gives what a key leads to */
    ListObjectsCall(OssWire wire, Function<String, ObjectInfo> head) {
        this.wire = wire;
        this.head = head;
        this.encoding = new ListedEncoding(true, key -> {
            ObjectInfo unused = head.apply(key);
        });
    }

    ObjectPage list(ListRequest request) {
        String what = wire.what(request());
        ListingAnswer answer = ListingAnswer.ofTokens(
                what,
                request,
                encoding,
                (code, message, requestId) -> wire.refusal(what, new OssFault(200, code, message, requestId, "", "")));
        ObjectPage page = answer.read(wire.send(() -> request(request)));
        List<String> types = answer.types();
        if (types.stream().allMatch(OssHeaders.NORMAL::equals)) {
            return page;
        }
        List<ObjectSummary> objects = new ArrayList<>(page.objects());
        for (int i = 0; i < types.size(); i++) {
            String type = types.get(i);
            if (type.equals(LINK)) {
                objects.set(i, target(objects.get(i)));
            } else if (!type.isEmpty() && !type.equals(OssHeaders.NORMAL)) {
                objects.set(i, opaque(objects.get(i)));
            }
        }
        return new ObjectPage(objects, page.commonPrefixes(), page.next().orElse(null));
    }

    private static OssRequest request() {
        return OssRequest.bucket("GET", "LIST");
    }

    private static OssRequest request(ListRequest request) {
        OssRequest list = request()
                .parameter("list-type", "2")
                .parameter("encoding-type", "url")
                .parameter("max-keys", Integer.toString(request.maxKeys()))
                .parameter("prefix", request.prefix())
                .parameter("delimiter", request.delimiter());
        return request.continuation() == null
                ? list.parameter("start-after", request.startAfter())
                : list.parameter("continuation-token", request.continuation());
    }

    private static ObjectSummary opaque(ObjectSummary listed) {
        return new ObjectSummary(
                listed.key(), listed.size(), listed.etag(), listed.lastModified(), listed.storageClass(), true);
    }

    private ObjectSummary target(ObjectSummary link) {
        try {
            ObjectInfo info = BACKOFF.repeat(() -> head.apply(link.key()), e -> {});
            return new ObjectSummary(
                    link.key(), info.size(), info.etag(), info.lastModified(), info.storageClass(), !info.etagIsMd5());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(wire.what(request()) + ": interrupted", 0, "", e);
        } catch (GoneException | NotFoundException | DeniedException | InvalidException e) {
            if (e instanceof DeniedException denied && denied.ofCaller()) {
                throw e;
            }
            // A dead link must end as a failure of its own, told when it is read. As new as can be, it isn't taken for
            // what an older copy at the destination already has.
            return new ObjectSummary(link.key(), link.size(), link.etag(), Instant.now(), link.storageClass(), true);
        }
    }
}
