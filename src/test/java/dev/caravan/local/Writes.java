package dev.caravan.local;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** PutObject. */
final class Writes {
    private Writes() {}

    static HttpResponse put(Exchange exchange, Bucket bucket) throws IOException {
        Attributes attributes = RequestAttributes.of(exchange, bucket);
        Consumer<StoredObject> condition = Conditions.ofWrite(exchange);
        // Checks the condition before the body is read, so that a failure saves the transfer. The check is repeated
        // when the object is stored.
        condition.accept(bucket.get(exchange.key()).orElse(null));
        Quirk.check(exchange, bucket);
        Payload payload = PayloadReader.receive(exchange, bucket);
        String etag = Etags.of(payload.content(), attributes.hidesMd5() || bucket.has(Quirk.HASHES_OTHERWISE));
        StoredObject object = new StoredObject(
                exchange.key(), payload.content(), etag, Bucket.now(), attributes, List.of(), payload.checksum());
        bucket.store(object, condition);
        HttpResponse response = HttpResponse.ok();
        if (!bucket.has(Quirk.TELLS_NO_ETAG)) {
            response.header("ETag", Etags.quoted(etag));
        }
        Reads.encryption(response, attributes);
        if (payload.checksum() != null) {
            Reads.describe(response, payload.checksum());
        }
        return response;
    }
}
