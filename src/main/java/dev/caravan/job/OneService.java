package dev.caravan.job;

import java.util.List;

/** Whether the destination's service can read the source itself. */
final class OneService {

    /** Regions of Amazon's other partitions, by how their names begin (AWS SDKs, "partitions.json"). */
    private static final List<Partition> PARTITIONS = List.of(
            new Partition("cn-", "aws-cn"),
            new Partition("us-gov-", "aws-us-gov"),
            new Partition("us-iso-", "aws-iso"),
            new Partition("us-isob-", "aws-iso-b"),
            new Partition("eu-isoe-", "aws-iso-e"),
            new Partition("us-isof-", "aws-iso-f"),
            new Partition("eusc-", "aws-eusc"));

    private OneService() {}

    private record Partition(String regions, String name) {}

    /** Whether both sides are one service: the same address, or Amazon's own within one partition, whatever the regions. */
    static boolean spans(Side source, Side destination) {
        return source.type() == StoreType.S3
                && destination.type() == StoreType.S3
                && Endpoint.same(source.endpoint(), destination.endpoint())
                && (!Endpoint.isAmazon(source.endpoint()) || samePartition(source, destination));
    }

    /** Whether both sides are reached with one identity; an anonymous source has none. */
    static boolean sameIdentity(Side source, Side destination) {
        return !source.anonymous() && source.identity().equivalent(destination.identity());
    }

    /** A region that isn't said comes from the surroundings: nothing is known against it. */
    private static boolean samePartition(Side one, Side other) {
        String first = partition(one);
        String second = partition(other);
        return first.isEmpty() || second.isEmpty() || first.equals(second);
    }

    /** Returns the partition of Amazon that a side is in; empty where that is not known. */
    static String partition(Side side) {
        if (side.endpoint().endsWith(".cn")) {
            return "aws-cn";
        }
        if (side.region().isEmpty()) {
            return "";
        }
        return PARTITIONS.stream()
                .filter(partition -> side.region().startsWith(partition.regions()))
                .map(Partition::name)
                .findFirst()
                .orElse("aws");
    }
}
