package dev.caravan.local;

import java.util.Map;

/** The access rules: signatures, regions, public buckets, denials and requester pays. */
final class Access {
    private final SigV4Verifier verifier;
    private final Map<String, Bucket> buckets;
    private final String serverRegion;

    Access(SigV4Verifier verifier, Map<String, Bucket> buckets, String serverRegion) {
        this.verifier = verifier;
        this.buckets = buckets;
        this.serverRegion = serverRegion;
    }

    /** Accepts the request and sets its sender, or throws the error that S3 returns. */
    void check(Exchange exchange) {
        exchange.identity(verifier.verify(exchange.http()));
        String name = exchange.bucketName();
        Bucket bucket = name == null ? null : buckets.get(name);
        if (exchange.identity() == null
                && (bucket == null
                        || !bucket.isPublic()
                        || !exchange.operation().publicRead())) {
            throw S3Error.accessDenied();
        }
        if (bucket == null) {
            if (name != null && exchange.operation() != Operation.CREATE_BUCKET) {
                throw noSuchBucket(name);
            }
            return;
        }
        checkRegion(exchange, bucket);
        if (bucket.isDenied(exchange.operation(), exchange.identity())) {
            throw S3Error.accessDenied();
        }
        if (bucket.isRequesterPays() && !"requester".equals(exchange.header("x-amz-request-payer"))) {
            throw S3Error.accessDenied();
        }
    }

    /**
     * Checks the region of a request. One server serves all regions, so the signature shows which region the sender
     * means.
     */
    private void checkRegion(Exchange exchange, Bucket bucket) {
        // Every region serves GetBucketLocation: a client finds the region with it.
        if (exchange.identity() == null || exchange.operation() == Operation.LOCATION) {
            return;
        }
        String signed = exchange.identity().region();
        if (signed.equals(bucket.region())) {
            return;
        }
        if (signed.equals(serverRegion)) {
            throw new S3Error(
                            301,
                            "PermanentRedirect",
                            "The bucket you are attempting to access must be addressed using the specified endpoint."
                                    + " Please send all future requests to this endpoint.")
                    .detail("Endpoint", "s3." + bucket.region() + ".amazonaws.com")
                    .detail("Bucket", bucket.name())
                    .header("x-amz-bucket-region", bucket.region());
        }
        throw Authorization.malformed("the region '" + signed + "' is wrong; expecting '" + bucket.region() + "'")
                .detail("Region", bucket.region())
                .header("x-amz-bucket-region", bucket.region());
    }

    /** Returns the source bucket of a copy. The sender must have the right to read it. */
    Bucket copySource(Exchange exchange, String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw noSuchBucket(name);
        }
        if (bucket.isDenied(Operation.GET, exchange.identity())
                || (bucket.isRequesterPays() && !"requester".equals(exchange.header("x-amz-request-payer")))) {
            throw S3Error.accessDenied();
        }
        return bucket;
    }

    /** Checks the right to read the tags that a copy takes over. An object without tags needs no right. */
    void copyTags(Exchange exchange, Bucket bucket, StoredObject object) {
        if (!object.attributes().tags().isEmpty() && bucket.isDenied(Operation.GET_TAGGING, exchange.identity())) {
            throw S3Error.accessDenied();
        }
    }

    static S3Error noSuchBucket(String name) {
        return new S3Error(404, "NoSuchBucket", "The specified bucket does not exist").detail("BucketName", name);
    }
}
