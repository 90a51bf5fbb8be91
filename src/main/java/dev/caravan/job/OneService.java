package dev.caravan.job;

import java.util.Map;

/** Decides whether the destination's service can read the source itself. */
final class OneService {

    /** Regions of Amazon's other partitions by the start of their names (AWS SDKs, "partitions.json"). */
    private static final Map<String, String> PARTITIONS = Map.of(
            "cn-", "aws-cn",
            "us-gov-", "aws-us-gov",
            "us-iso-", "aws-iso",
            "us-isob-", "aws-iso-b",
            "eu-isoe-", "aws-iso-e",
            "us-isof-", "aws-iso-f",
            "eusc-", "aws-eusc");

    private OneService() {}

    /**
     * Returns whether both sides are one service: the same address, or Amazon's within one partition, in any region.
     */
    static boolean spans(Side source, Side destination) {
        return source.type() == StoreType.S3
                && destination.type() == StoreType.S3
                && Endpoint.same(source.endpoint(), destination.endpoint())
                && (!Endpoint.isAmazon(source.endpoint()) || samePartition(source, destination));
    }

    /** Returns whether both sides have one identity; an anonymous source has none. */
    static boolean sameIdentity(Side source, Side destination) {
        return !source.anonymous() && source.identity().equivalent(destination.identity());
    }

    /** Returns whether two partitions may be equal; an unset region is unknown. */
    private static boolean samePartition(Side one, Side other) {
        String first = partition(one);
        String second = partition(other);
        return first.isEmpty() || second.isEmpty() || first.equals(second);
    }

    /** Returns the Amazon partition of a side; empty if unknown. */
    static String partition(Side side) {
        if (side.endpoint().endsWith(".cn")) {
            return "aws-cn";
        }
        if (side.region().isEmpty()) {
            return "";
        }
        return PARTITIONS.entrySet().stream()
                .filter(partition -> side.region().startsWith(partition.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("aws");
    }
}
