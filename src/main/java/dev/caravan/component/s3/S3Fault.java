package dev.caravan.component.s3;

/**
 * What a store said when it refused a request.
 *
 * @param status the HTTP status
 * @param code the store's error code; empty where the answer has no body
 * @param message the store's words; may be empty
 * @param requestId by which the store's operators find the request; may be empty
 * @param region the region in which the store says the bucket is; may be empty
 */
record S3Fault(int status, String code, String message, String requestId, String region) {}
