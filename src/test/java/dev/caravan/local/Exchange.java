package dev.caravan.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request and the facts that its handling adds, such as its operation and sender. One thread uses it. */
final class Exchange {
    private final HttpRequest http;
    private Target target = new Target(null, null);
    private Map<String, String> query = Map.of();
    private Operation operation = Operation.UNKNOWN;
    private List<FaultAction> faults = List.of();
    private Identity identity;
    private long sent;

    Exchange(HttpRequest http) {
        this.http = http;
    }

    /** Parses the request's target. Throws an {@link S3Error} if the protocol has no such target. */
    void parse(Protocol protocol) {
        query = parseQuery(http.query());
        target = protocol.target(http, query);
        operation = protocol.operation(http, target, query);
    }

    private static Map<String, String> parseQuery(String text) {
        if (text.isEmpty()) {
            return Map.of();
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.putIfAbsent(Percent.decodeQuery(name), Percent.decodeQuery(value));
        }
        return query;
    }

    HttpRequest http() {
        return http;
    }

    String header(String name) {
        return http.header(name);
    }

    String bucketName() {
        return target.bucket();
    }

    String key() {
        return target.key();
    }

    Operation operation() {
        return operation;
    }

    /** Returns the decoded query. */
    Map<String, String> query() {
        return query;
    }

    /** Returns a decoded query parameter, or null. */
    String query(String name) {
        return query.get(name);
    }

    String query(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    /** Returns a number from the query, or throws {@code InvalidArgument}. */
    int number(String name, int otherwise) {
        String value = query.get(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Gets the same error as a negative number.
        }
        throw S3Error.invalidArgument(name, value, "Provided " + name + " not an integer or within integer range");
    }

    List<FaultAction> faults() {
        return faults;
    }

    void faults(List<FaultAction> actions) {
        faults = actions;
    }

    /** Returns the sender; null if anonymous. */
    Identity identity() {
        return identity;
    }

    void identity(Identity proven) {
        identity = proven;
    }

    void sent(long bytes) {
        sent = bytes;
    }

    long sent() {
        return sent;
    }

    RequestRecord toRecord(int status, String errorCode) {
        return new RequestRecord(operation, target.bucket(), target.key(), query, http.headers(), status, errorCode);
    }
}
