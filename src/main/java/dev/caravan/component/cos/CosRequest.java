package dev.caravan.component.cos;

import com.qcloud.cos.http.HttpMethodName;
import dev.caravan.store.InvalidException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request on its way to the wire: filled by a call, signed and sent by {@link CosWire}.
 *
 * @param verb what messages call it
 * @param key empty for the bucket itself
 * @param parameters of the query, as they are
 * @param headers beside those that every request has
 */
record CosRequest(
        HttpMethodName method, String verb, String key, Map<String, String> parameters, Map<String, String> headers) {

    static CosRequest object(HttpMethodName method, String key) {
        if (key.isEmpty()) {
            // An empty key would make it a request about the bucket.
            throw new InvalidException(method + ": an object's key can't be empty", "InvalidKey");
        }
        return new CosRequest(method, method.name(), key, new TreeMap<>(), new TreeMap<>());
    }

    static CosRequest listing() {
        return new CosRequest(HttpMethodName.GET, "LIST", "", new TreeMap<>(), new TreeMap<>());
    }
}
