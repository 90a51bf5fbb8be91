package dev.caravan.component.wire;

import dev.caravan.store.InvalidException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One request to a store that is only read.
 *
 * @param verb what messages call it
 * @param key empty for the bucket itself
 * @param parameters of the query, as they are before they are encoded
 * @param headers beside those that every request has, with their names in lower case
 */
public record ReadRequest(
        String method,
        String verb,
        String key,
        SortedMap<String, String> parameters,
        SortedMap<String, String> headers) {

    /** A request about one object. */
    public static ReadRequest object(String method, String key) {
        if (key.isEmpty()) {
            // An empty key would make it a request about the bucket.
            throw new InvalidException(method + ": an object's key can't be empty", "InvalidKey");
        }
        return new ReadRequest(method, method, key, new TreeMap<>(), new TreeMap<>());
    }

    /** A request for a page of the listing. */
    public static ReadRequest list() {
        return new ReadRequest("GET", "LIST", "", new TreeMap<>(), new TreeMap<>());
    }

    /** The same request with headers of its own. */
    ReadRequest copy() {
        return new ReadRequest(method, verb, key, parameters, new TreeMap<>(headers));
    }

    /** Adds a parameter of the query unless it is empty. */
    public ReadRequest parameter(String name, String value) {
        if (value != null && !value.isEmpty()) {
            parameters.put(name, value);
        }
        return this;
    }

    /** Adds a header. */
    public ReadRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The query, percent-encoded and sorted by name; none of the names needs encoding. */
    public String query() {
        StringBuilder query = new StringBuilder(160);
        parameters.forEach((name, value) -> {
            query.append(query.isEmpty() ? "" : "&").append(name).append('=');
            KeyEncoding.query(query, value);
        });
        return query.toString();
    }
}
