package dev.caravan.local;

/** The S3 operations that the server distinguishes; faults, denials and counters name them. */
public enum Operation {
    LIST_BUCKETS(false),
    CREATE_BUCKET(false),
    HEAD_BUCKET(true),
    DELETE_BUCKET(false),
    LOCATION(true),
    LIST(true),
    LIST_UPLOADS(false),
    DELETE_OBJECTS(false),
    HEAD(true),
    GET(true),
    PUT(false),
    COPY(false),
    DELETE(false),
    GET_ACL(false),
    GET_OWNERSHIP(false),
    GET_OBJECT_LOCK(false),
    GET_RETENTION(false),
    GET_VERSIONING(false),
    LIST_VERSIONS(false),
    GET_TAGGING(false),
    PUT_TAGGING(false),
    DELETE_TAGGING(false),
    CREATE_UPLOAD(false),
    UPLOAD_PART(false),
    COPY_PART(false),
    COMPLETE(false),
    ABORT(false),
    LIST_PARTS(false),
    /** An operation that the server does not support. It gets status 501. */
    UNKNOWN(false);

    private final boolean publicRead;

    Operation(boolean publicRead) {
        this.publicRead = publicRead;
    }

    /** Returns whether a public bucket allows the operation to anonymous clients. */
    boolean publicRead() {
        return publicRead;
    }
}
