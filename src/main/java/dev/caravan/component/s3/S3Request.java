package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.store.InvalidException;
import org.apache.hc.core5.http.HttpEntity;

/** A request that a call fills and {@link S3Wire} signs and sends. */
final class S3Request {

    private static final String UPLOAD_ID = "uploadId=";

    private final String method;
    private final String verb;
    private final String key;
    private final S3Headers headers = new S3Headers();
    private String query = "";
    private String payloadHash = SigV4.UNSIGNED_PAYLOAD;
    private String encodings = "identity";
    private HttpEntity body;

    private S3Request(String method, String verb, String key) {
        this.method = method;
        this.verb = verb;
        this.key = key;
    }

    /** Creates a request about one object; {@code verb} is its name in messages. */
    static S3Request object(String method, String verb, String key) {
        if (key.isEmpty()) {
            // An empty key would make it a request about the bucket.
            throw new InvalidException(verb + ": an object's key can't be empty", "InvalidKey");
        }
        return new S3Request(method, verb, key);
    }

    /** Creates a request that reads about the bucket. */
    static S3Request bucket(String verb) {
        return new S3Request("GET", verb, "");
    }

    /** Adds a query parameter. Call in the order of names, which the signature requires. */
    S3Request parameter(String name, String value) {
        StringBuilder longer = new StringBuilder(160).append(query).append(query.isEmpty() ? "" : "&");
        KeyEncoding.query(longer.append(name).append('='), value);
        query = longer.toString();
        return this;
    }

    /** Adds a query parameter unless it is empty. */
    S3Request optional(String name, String value) {
        return value == null || value.isEmpty() ? this : parameter(name, value);
    }

    S3Request parameter(String name, int value) {
        return parameter(name, Integer.toString(value));
    }

    S3Request body(HttpEntity entity) {
        body = entity;
        return this;
    }

    /** Sets {@code x-amz-content-sha256}; the default is {@link SigV4#UNSIGNED_PAYLOAD}. */
    S3Request payloadHash(String hash) {
        payloadHash = hash;
        return this;
    }

    /** Sets the encodings of the content that the answer may have. */
    S3Request accept(String accepted) {
        encodings = accepted;
        return this;
    }

    S3Headers headers() {
        return headers;
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

    /** Returns whether it reads, looks up or deletes an object, so that a 404 may mean a missing object. */
    boolean asksForObject() {
        return !key.isEmpty() && !method.equals("PUT") && !method.equals("POST") && !query.contains(UPLOAD_ID);
    }

    /** Returns whether it lists the parts of an upload, so that a 404 may mean a missing upload. */
    boolean asksForParts() {
        return method.equals("GET") && query.contains(UPLOAD_ID);
    }

    /** Returns whether it reads, writes or looks up an object's bytes, which needs the customer key. */
    boolean isAboutBytes() {
        return !key.isEmpty()
                && switch (method) {
                    case "GET" -> query.isEmpty() || query.contains(UPLOAD_ID) || query.startsWith("versionId=");
                    case "HEAD", "PUT", "POST" -> true;
                    default -> false;
                };
    }

    String query() {
        return query;
    }

    String encodings() {
        return encodings;
    }

    String payloadHash() {
        return payloadHash;
    }

    HttpEntity body() {
        return body;
    }
}
