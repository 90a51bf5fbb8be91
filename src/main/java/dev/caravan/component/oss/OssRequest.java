package dev.caravan.component.oss;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.store.InvalidException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One request on its way to the wire: filled by a call, signed and sent by {@link OssWire}. */
final class OssRequest {

    private final String method;
    private final String verb;
    private final String key;
    private final SortedMap<String, String> parameters = new TreeMap<>();
    private final SortedMap<String, String> headers = new TreeMap<>();

    private OssRequest(String method, String verb, String key) {
        this.method = method;
        this.verb = verb;
        this.key = key;
    }

    /** A request about one object. */
    static OssRequest object(String method, String key) {
        if (key.isEmpty()) {
            // An empty key would make it a request about the bucket.
            throw new InvalidException(method + ": an object's key can't be empty", "InvalidKey");
        }
        return new OssRequest(method, method, key);
    }

    /**
     * A request about the bucket.
     *
     * @param verb what messages call it
     */
    static OssRequest bucket(String method, String verb) {
        return new OssRequest(method, verb, "");
    }

    /** Adds a parameter of the query, as it is before it is encoded, unless it is empty. */
    OssRequest parameter(String name, String value) {
        if (value != null && !value.isEmpty()) {
            parameters.put(name, value);
        }
        return this;
    }

    /** Adds a header; its name in lower case. */
    OssRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    String method() {
        return method;
    }

    String verb() {
        return verb;
    }

    String key() {
        return key;
    }

    Map<String, String> parameters() {
        return parameters;
    }

    SortedMap<String, String> headers() {
        return headers;
    }

    /** The query, percent-encoded and sorted by name; none of the names needs encoding. */
    String query() {
        StringBuilder query = new StringBuilder(160);
        parameters.forEach((name, value) -> {
            query.append(query.length() == 0 ? "" : "&").append(name).append('=');
            KeyEncoding.query(query, value);
        });
        return query.toString();
    }
}
