package dev.caravan.component.wire;

import dev.caravan.store.InvalidException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One request to a read-only store.
 *
 * @param verb its name in messages
 * @param key empty for the bucket
 * @param parameters unencoded query parameters
 * @param headers specific to this request, with lower-case names
 */
public record ReadRequest(
        String method,
        String verb,
        String key,
        SortedMap<String, String> parameters,
        SortedMap<String, String> headers) {

    public static ReadRequest object(String method, String key) {
        if (key.isEmpty()) {
            // An empty key would make it a request about the bucket.
            throw new InvalidException(method + ": an object's key can't be empty", "InvalidKey");
        }
        return new ReadRequest(method, method, key, new TreeMap<>(), new TreeMap<>());
    }

    public static ReadRequest list() {
        return new ReadRequest("GET", "LIST", "", new TreeMap<>(), new TreeMap<>());
    }

    /** Returns a copy with its own headers. */
    ReadRequest copy() {
        return new ReadRequest(method, verb, key, parameters, new TreeMap<>(headers));
    }

    /** Adds a query parameter unless it is empty. */
    public ReadRequest parameter(String name, String value) {
        if (value != null && !value.isEmpty()) {
            parameters.put(name, value);
        }
        return this;
    }

    public ReadRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Returns the query, percent-encoded and sorted by name; no name needs encoding. */
    public String query() {
        return KeyEncoding.parameters(parameters);
    }
}
