package dev.caravan.doctor;

import dev.caravan.job.Side;

/** The permissions on a bucket in its provider's terms. */
public final class BucketGrants {

    private final Side side;
    private final String bucket;
    private final String objects;
    private final String kmsKeys;

    /**
     * @param side the bucket's side
     * @param region of the bucket; empty if unknown
     * @param partition of that region, such as {@code aws}
     */
    public BucketGrants(Side side, String region, String partition) {
        this.side = side;
        boolean accessPoint = side.bucket().startsWith("arn:");
        bucket = accessPoint ? side.bucket() : "arn:" + partition + ":s3:::" + side.bucket();
        objects = bucket + (accessPoint ? "/object/" : "/") + side.prefix() + "*";
        kmsKeys = "arn:" + partition + ":kms:" + (region.isEmpty() ? "*" : region) + ":*:key/";
    }

    Grant list() {
        return switch (side.type()) {
            case S3 -> new Grant("s3:ListBucket", bucket);
            case OSS -> new Grant("oss:ListObjects", "acs:oss:*:*:" + side.bucket());
            case COS -> cos("GetBucket");
            case KODO -> kodo("List");
        };
    }

    Grant get() {
        return switch (side.type()) {
            case S3 -> new Grant("s3:GetObject", objects);
            case OSS -> new Grant("oss:GetObject", "acs:oss:*:*:" + side.bucket() + "/" + side.prefix() + "*");
            case COS -> cos("GetObject");
            case KODO -> kodo("Get");
        };
    }

    Grant head() {
        return switch (side.type()) {
            case S3, OSS -> get();
            case COS -> cos("HeadObject");
            case KODO -> kodo("Stat");
        };
    }

    /** Returns an Amazon S3 permission on the objects of a folder. */
    Grant below(String folder, String action) {
        return new Grant("s3:" + action, bucket + (side.bucket().startsWith("arn:") ? "/object/" : "/") + folder + "*");
    }

    /** Returns an Amazon S3 permission on the side's objects. */
    Grant object(String action) {
        return new Grant("s3:" + action, objects);
    }

    /** Returns an Amazon S3 permission on the side's bucket. */
    Grant bucket(String action) {
        return new Grant("s3:" + action, bucket);
    }

    /** Returns a permission to use a KMS key by ID, ARN or alias; empty for the account's default key. */
    Grant kms(String action, String key) {
        boolean id = !key.isEmpty() && !key.startsWith("alias/") && !key.contains(":alias/");
        return new Grant("kms:" + action, key.startsWith("arn:") && id ? key : kmsKeys + (id ? key : "*"));
    }

    private Grant cos(String action) {
        String account = side.bucket().substring(side.bucket().lastIndexOf('-') + 1);
        String region = side.region().isEmpty() ? "*" : side.region();
        return new Grant(
                "name/cos:" + action,
                "qcs::cos:" + region + ":uid/" + account + ":" + side.bucket() + "/"
                        + (action.equals("GetBucket") ? "" : side.prefix()) + "*",
                false);
    }

    private Grant kodo(String action) {
        return new Grant("kodo/" + action, "qrn:kodo:::" + side.bucket() + "/*", false);
    }
}
