package dev.caravan.job;

import java.util.Arrays;

/** Reads the two sides of a job. An invalid side is null with problems. */
record SideReader(OptionReader options) {

    static final String SOURCE_ARGUMENT = "SOURCE";
    private static final String DESTINATION_ARGUMENT = "DEST";

    Side source(String argument) {
        boolean anonymous = options.flag(JobOption.SOURCE_ANONYMOUS);
        boolean requesterPays = options.flag(JobOption.REQUESTER_PAYS);
        String endpoint = options.endpoint(JobOption.SOURCE_ENDPOINT);
        boolean pathStyle = pathStyle(JobOption.SOURCE_PATH_STYLE, endpoint);
        String said = region(JobOption.SOURCE_REGION);
        StoreUrl place = argument == null
                ? configuredPlace(SOURCE_ARGUMENT, JobOption.SOURCE_BUCKET, sourceType(), JobOption.SOURCE_PREFIX)
                : argumentPlace(SOURCE_ARGUMENT, argument);
        Identity identity = new IdentityReader(options, true).read(place == null ? null : place.type(), anonymous);
        if (place == null) {
            return null;
        }
        Reach reach = new ReachReader(options).source(place, endpoint);
        Side source = new Side(
                place.type(),
                place.bucket(),
                argument == null ? place.path() : place.folder(),
                endpoint,
                said.isEmpty() ? region(place, endpoint) : said,
                place.type() == StoreType.S3 ? pathStyle : reach.protocol() == Protocol.S3,
                identity,
                requesterPays,
                reach);
        requireOnePartition(JobOption.SOURCE_ROLE_ARN, source);
        if (place.type() != StoreType.S3) {
            new ProviderRules(options, argument != null).check(source);
        }
        return source;
    }

    Side destination(String argument) {
        String endpoint = options.endpoint(JobOption.DEST_ENDPOINT);
        boolean pathStyle = pathStyle(JobOption.DEST_PATH_STYLE, endpoint);
        String said = region(JobOption.DEST_REGION);
        StoreUrl place = argument == null
                ? configuredPlace(DESTINATION_ARGUMENT, JobOption.DEST_BUCKET, StoreType.S3, JobOption.DEST_PREFIX)
                : argumentPlace(DESTINATION_ARGUMENT, argument);
        Identity identity = new IdentityReader(options, false).read(place == null ? null : place.type(), false);
        if (place == null) {
            return null;
        }
        if (place.type() != StoreType.S3) {
            options.wrong(
                    DESTINATION_ARGUMENT,
                    Printable.of(argument) + ": only Amazon S3 and S3-compatible stores, s3://, can be written to",
                    true);
        }
        Side destination = new Side(
                place.type(),
                place.bucket(),
                place.folder(),
                endpoint,
                said.isEmpty() ? region(place, endpoint) : said,
                pathStyle,
                identity,
                false,
                new ReachReader(options).destination(place, endpoint));
        requireOnePartition(JobOption.DEST_ROLE_ARN, destination);
        return destination;
    }

    /** Refuses a role for a bucket of another partition, which AWS doesn't allow. */
    private void requireOnePartition(JobOption option, Side side) {
        if (side.identity().role() == null || side.type() != StoreType.S3 || !Endpoint.isAmazon(side.endpoint())) {
            return;
        }
        String[] arn = side.identity().role().arn().split(":", 3);
        String partition = OneService.partition(side);
        if (arn.length == 3 && !partition.isEmpty() && !partition.equals(arn[1])) {
            options.wrong(
                    option,
                    "is a role of the partition " + Printable.of(arn[1]) + ", but the bucket is in " + partition
                            + ": roles don't work across partitions");
        }
    }

    private StoreType sourceType() {
        String name = options.text(JobOption.SOURCE_TYPE);
        return Arrays.stream(StoreType.values())
                .filter(type -> type.environmentName().equals(name))
                .findFirst()
                .orElse(StoreType.S3);
    }

    private StoreUrl argumentPlace(String name, String argument) {
        try {
            return StoreUrl.parse(argument);
        } catch (IllegalArgumentException e) {
            options.wrong(name, e.getMessage(), true);
            return null;
        }
    }

    private StoreUrl configuredPlace(String argument, JobOption bucketOption, StoreType type, JobOption prefix) {
        String bucket = options.text(bucketOption).strip();
        if (bucket.isEmpty()) {
            options.wrong(
                    argument,
                    "a URL such as s3://bucket/prefix is required; give it, or set " + bucketOption.environmentName(),
                    true);
            return null;
        }
        try {
            StoreUrl.requireBucket(bucket);
            return new StoreUrl(type, bucket, options.text(prefix));
        } catch (IllegalArgumentException e) {
            options.wrong(bucketOption, e.getMessage());
            return null;
        }
    }

    private String region(JobOption option) {
        return options.matching(option, "[A-Za-z0-9-]{1,64}", "a region");
    }

    /** Returns the region that a place names itself; empty if none. */
    private static String region(StoreUrl place, String endpoint) {
        return place.type() == StoreType.KODO ? Endpoint.kodoRegion(endpoint) : StoreUrl.region(place.bucket());
    }

    private boolean pathStyle(JobOption option, String endpoint) {
        return options.read(option) instanceof Boolean said ? said : Endpoint.wantsPathStyle(endpoint);
    }
}
