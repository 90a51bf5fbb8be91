package dev.caravan.local;

import java.io.IOException;
import java.util.Map;

/** Calls the class that performs an operation. */
final class S3Handler {
    private final Map<String, Bucket> buckets;
    private final String serverRegion;
    private final Copies copies;

    S3Handler(Map<String, Bucket> buckets, String serverRegion, Access access) {
        this.buckets = buckets;
        this.serverRegion = serverRegion;
        this.copies = new Copies(access);
    }

    HttpResponse handle(Exchange exchange) throws IOException {
        HttpResponse response = route(exchange);
        Bucket bucket = exchange.bucketName() == null ? null : buckets.get(exchange.bucketName());
        if (bucket != null && bucket.isRequesterPays()) {
            response.header("x-amz-request-charged", "requester");
        }
        return response;
    }

    private HttpResponse route(Exchange exchange) throws IOException {
        Bucket bucket = exchange.bucketName() == null ? null : buckets.get(exchange.bucketName());
        return switch (exchange.operation()) {
            case LIST_BUCKETS -> Buckets.list(buckets.values());
            case CREATE_BUCKET -> Buckets.create(exchange, buckets, serverRegion);
            case DELETE_BUCKET -> Buckets.delete(bucket, buckets);
            case HEAD_BUCKET -> HttpResponse.ok().header("x-amz-bucket-region", bucket.region());
            case LOCATION -> Buckets.location(bucket);
            case LIST -> Listings.objects(exchange, bucket);
            case LIST_UPLOADS -> MultipartListings.uploads(exchange, bucket);
            case LIST_PARTS -> MultipartListings.parts(exchange, bucket);
            case DELETE_OBJECTS -> Deletes.many(exchange, bucket);
            case DELETE -> Deletes.one(exchange, bucket);
            case GET, HEAD -> Reads.get(exchange, bucket);
            case PUT -> Writes.put(exchange, bucket);
            case COPY -> copies.object(exchange, bucket);
            case COPY_PART -> copies.part(exchange, bucket);
            case GET_ACL -> Locks.acl(exchange, bucket);
            case GET_OWNERSHIP -> Locks.ownership(bucket);
            case GET_OBJECT_LOCK -> Locks.configuration(bucket);
            case GET_RETENTION -> Locks.retention(exchange, bucket);
            case GET_VERSIONING -> Versions.configuration(bucket);
            case LIST_VERSIONS -> Versions.list(exchange, bucket);
            case GET_TAGGING -> Tagging.get(exchange, bucket);
            case PUT_TAGGING -> Tagging.put(exchange, bucket);
            case DELETE_TAGGING -> Tagging.delete(exchange, bucket);
            case CREATE_UPLOAD -> Multipart.create(exchange, bucket);
            case UPLOAD_PART -> Multipart.part(exchange, bucket);
            case COMPLETE -> Completion.complete(exchange, bucket);
            case ABORT -> Multipart.abort(exchange, bucket);
            case UNKNOWN ->
                throw S3Error.notImplemented(
                        exchange.http().method() + " " + exchange.http().query());
        };
    }
}
