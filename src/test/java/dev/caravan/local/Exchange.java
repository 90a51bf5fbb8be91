package dev.caravan.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request with what is found out about it while it is handled. It belongs to one thread. */
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

    /** Takes the request's target apart; an {@link S3Error} if it is none of the protocol's. */
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

    /** The query, decoded. */
    Map<String, String> query() {
        return query;
    }

    /** A query parameter, decoded, or null. */
    String query(String name) {
        return query.get(name);
    }

    String query(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    /** A number from the query, or {@code InvalidArgument}. */
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
            // The same answer as for a negative one.
        }
        throw S3Error.invalidArgument(name, value, "Provided " + name + " not an integer or within integer range");
    }

    List<FaultAction> faults() {
        return faults;
    }

    void faults(List<FaultAction> actions) {
        faults = actions;
    }

    /** Null if anonymous. */
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
