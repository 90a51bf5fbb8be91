package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.store.InvalidException;
import org.apache.hc.core5.http.HttpEntity;

/** One request on its way to the wire: filled by a call, signed and sent by {@link S3Wire}. */
final class S3Request {

    private final String method;
    private final String verb;
    private final String key;
    private final S3Headers headers = new S3Headers();
    private String query = "";
    private String payloadHash = SigV4.UNSIGNED_PAYLOAD;
    private HttpEntity body;
    private String encryption = "";

    private S3Request(String method, String verb, String key) {
        this.method = method;
        this.verb = verb;
        this.key = key;
    }

    /**
     * A request about one object.
     *
     * @param verb what messages call it
     */
    static S3Request object(String method, String verb, String key) {
        if (key.isEmpty()) {
            // An empty key would make it a request about the bucket.
            throw new InvalidException(verb + ": an object's key can't be empty", "InvalidKey");
        }
        return new S3Request(method, verb, key);
    }

    /** A request about the bucket. */
    static S3Request bucket(String method, String verb) {
        return new S3Request(method, verb, "");
    }

    /** Adds a parameter of the query. To be called in the order of the names, as the signature wants them. */
    S3Request parameter(String name, String value) {
        StringBuilder longer = new StringBuilder(160).append(query).append(query.isEmpty() ? "" : "&");
        KeyEncoding.query(longer.append(name).append('='), value);
        query = longer.toString();
        return this;
    }

    S3Request parameter(String name, int value) {
        return parameter(name, Integer.toString(value));
    }

    S3Request body(HttpEntity entity) {
        body = entity;
        return this;
    }

    /**
     * @param hash the value of {@code x-amz-content-sha256} where it isn't {@link SigV4#UNSIGNED_PAYLOAD}
     */
    S3Request payloadHash(String hash) {
        payloadHash = hash;
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

    /** Whether it reads, looks at or deletes an object: an answer of 404 may mean that the object isn't there. */
    boolean asksForObject() {
        return !key.isEmpty() && !method.equals("PUT") && !method.equals("POST") && !query.contains("uploadId=");
    }

    /** Whether it reads or writes the bytes of an object, or asks about them. */
    boolean isAboutBytes() {
        return !key.isEmpty()
                && switch (method) {
                    case "GET" -> query.isEmpty() || query.contains("uploadId=") || query.startsWith("versionId=");
                    case "HEAD", "PUT", "POST" -> true;
                    default -> false;
                };
    }

    /** Notes with which algorithm and customer's key the answer says that the store encrypts. */
    void encryptedBy(String algorithm) {
        encryption = algorithm;
    }

    /** What the answer says; empty where it says nothing. */
    String encryption() {
        return encryption;
    }

    String query() {
        return query;
    }

    String payloadHash() {
        return payloadHash;
    }

    HttpEntity body() {
        return body;
    }
}
