package dev.caravan.aws;

import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.regions.Region;

/** Chooses the AWS STS region for a role. */
final class StsRegion {

    /** The first region of each partition with several regions. */
    private static final List<Region> USUAL = List.of(Region.US_EAST_1, Region.CN_NORTH_1, Region.US_GOV_WEST_1);

    private StsRegion() {}

    /** Returns the first of the regions (empty ones are skipped) in the role's partition, or else its usual region. */
    static Region of(String arn, String... regions) {
        String partition = arn.split(":", 3)[1];
        for (String region : regions) {
            if (!region.isEmpty() && AwsIdentity.partition(region).equals(partition)) {
                return Region.of(region);
            }
        }
        return Region.regions().stream()
                .filter(region -> !region.isGlobalRegion()
                        && AwsIdentity.partition(region.id()).equals(partition))
                .min(Comparator.comparing((Region region) -> !USUAL.contains(region))
                        .thenComparing(Region::id))
                // A store that only speaks the protocol of AWS.
                .orElse(Region.US_EAST_1);
    }
}
