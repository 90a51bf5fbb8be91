package dev.caravan.job;

import java.util.Arrays;
import java.util.List;

/** Reads the two sides of a job. An invalid side is null with problems. */
record SideReader(OptionReader options, List<Problem> problems) {

    static final String SOURCE_ARGUMENT = "SOURCE";
    private static final String DESTINATION_ARGUMENT = "DEST";
    private static final String REGION = "[A-Za-z0-9-]{1,64}";

    Side source(String argument) {
        boolean anonymous = options.flag(JobOption.SOURCE_ANONYMOUS);
        boolean requesterPays = options.flag(JobOption.REQUESTER_PAYS);
        String endpoint = endpoint(JobOption.SOURCE_ENDPOINT);
        boolean pathStyle = pathStyle(JobOption.SOURCE_PATH_STYLE, endpoint);
        String region = options.matching(JobOption.SOURCE_REGION, REGION, "a region");
        StoreUrl place = argument == null
                ? configuredPlace(
                        JobOption.SOURCE_BUCKET, sourceType(), SOURCE_ARGUMENT, options.text(JobOption.SOURCE_PREFIX))
                : argumentPlace(SOURCE_ARGUMENT, argument);
        Identity identity = identity(IdentityReader.Names.SOURCE, place, anonymous);
        if (place == null) {
            return null;
        }
        Reach reach = new ReachReader(options).source(place, endpoint);
        Side source = new Side(
                place.type(),
                place.bucket(),
                argument == null ? place.path() : place.folder(),
                endpoint,
                region(place, region, endpoint),
                place.type() == StoreType.S3 ? pathStyle : reach.protocol() == Protocol.S3,
                identity,
                requesterPays,
                reach);
        requireOnePartition(JobOption.SOURCE_ROLE_ARN, source);
        if (place.type() != StoreType.S3) {
            new ProviderRules(options, problems, argument != null).check(source);
        }
        return source;
    }

    /** Returns the configured region, or the place's. */
    private static String region(StoreUrl place, String said, String endpoint) {
        if (!said.isEmpty()) {
            return said;
        }
        return place.type() == StoreType.KODO ? KodoHosts.s3Region(endpoint) : StoreUrl.region(place.bucket());
    }

    Side destination(String argument) {
        String endpoint = endpoint(JobOption.DEST_ENDPOINT);
        boolean pathStyle = pathStyle(JobOption.DEST_PATH_STYLE, endpoint);
        String region = options.matching(JobOption.DEST_REGION, REGION, "a region");
        StoreUrl place = argument == null
                ? configuredPlace(
                        JobOption.DEST_BUCKET, StoreType.S3, DESTINATION_ARGUMENT, options.text(JobOption.DEST_PREFIX))
                : argumentPlace(DESTINATION_ARGUMENT, argument);
        Identity identity = identity(IdentityReader.Names.DESTINATION, place, false);
        if (place == null) {
            return null;
        }
        if (place.type() != StoreType.S3) {
            problems.add(new Problem(
                    DESTINATION_ARGUMENT,
                    Printable.of(argument) + ": only Amazon S3 and S3-compatible stores, s3://, can be written to",
                    true));
        }
        Side destination = new Side(
                place.type(),
                place.bucket(),
                place.folder(),
                endpoint,
                region.isEmpty() ? StoreUrl.region(place.bucket()) : region,
                pathStyle,
                identity,
                false,
                new ReachReader(options).destination(place, endpoint));
        requireOnePartition(JobOption.DEST_ROLE_ARN, destination);
        return destination;
    }

    private Identity identity(IdentityReader.Names side, StoreUrl place, boolean anonymous) {
        return new IdentityReader(options, problems, side).read(place == null ? null : place.type(), anonymous);
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
                            + ": no role reaches across partitions");
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
            problems.add(new Problem(name, e.getMessage(), true));
            return null;
        }
    }

    private StoreUrl configuredPlace(JobOption bucketOption, StoreType type, String argument, String prefix) {
        String bucket = options.text(bucketOption).strip();
        if (bucket.isEmpty()) {
            problems.add(new Problem(
                    argument,
                    "is missing: give a URL such as s3://bucket/prefix, or set " + bucketOption.environmentName(),
                    true));
            return null;
        }
        try {
            StoreUrl.requireBucket(bucket);
            return new StoreUrl(type, bucket, prefix);
        } catch (IllegalArgumentException e) {
            options.wrong(bucketOption, e.getMessage());
            return null;
        }
    }

    private String endpoint(JobOption option) {
        String text = options.text(option).strip();
        if (text.isEmpty()) {
            return "";
        }
        try {
            return Endpoint.normalise(text);
        } catch (IllegalArgumentException e) {
            options.wrong(option, e.getMessage());
            return "";
        }
    }

    private boolean pathStyle(JobOption option, String endpoint) {
        return options.read(option) instanceof Boolean said ? said : Endpoint.wantsPathStyle(endpoint);
    }
}
