package dev.caravan.component.oss;

import dev.caravan.component.wire.Place;
import dev.caravan.job.Network;
import dev.caravan.job.OssSignature;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;

/**
 * The address of a bucket (Aliyun OSS, "OSS domain names").
 *
 * @param basePath path before the slash before the key; empty if the host names the bucket
 * @param region for signatures; empty if none needs it
 */
record OssAddress(Place place, String basePath, String region) {

    /** Resolves the address of a bucket; throws {@link InvalidException} if the configuration is invalid. */
    static OssAddress of(String bucket, OssConfiguration configuration) {
        checkName(bucket);
        String region = region("oss://" + bucket, configuration);
        String domain = configuration.getDomain();
        if (!domain.isEmpty()) {
            return new OssAddress(
                    Place.of("domain", domain.contains("://") ? domain : "https://" + domain), "", region);
        }
        if (!configuration.getEndpoint().isEmpty()) {
            return atEndpoint(bucket, configuration, region);
        }
        String host = bucket + '.'
                + switch (configuration.getNetwork()) {
                    case USUAL, PUBLIC -> "oss-" + region;
                    case INTERNAL -> "oss-" + region + "-internal";
                    case ACCELERATE -> "oss-accelerate";
                }
                + ".aliyuncs.com";
        return new OssAddress(Place.of("region", "https://" + host), "", region);
    }

    private static OssAddress atEndpoint(String bucket, OssConfiguration configuration, String region) {
        if (configuration.getNetwork() != Network.PUBLIC) {
            throw new InvalidException(
                    "oss://" + bucket
                            + ": an endpoint already defines its network: give either an endpoint or a network",
                    "InvalidEndpoint");
        }
        Place place = Place.of("endpoint", configuration.getEndpoint());
        String host = place.target().getHostName();
        if (hasNoNamesBelow(host)) {
            return new OssAddress(place, '/' + bucket, region);
        }
        // The console shows the name with the bucket in it, too.
        boolean named = host.startsWith(bucket + '.') && OssRegions.isOss(host.substring(bucket.length() + 1));
        return new OssAddress(named ? place : place.at(bucket + '.' + host), "", region);
    }

    /** Returns whether the host (an IP address, localhost or private link) has no subdomain for a bucket. */
    private static boolean hasNoNamesBelow(String host) {
        return host.equals("localhost")
                || host.startsWith("[")
                || host.contains("privatelink")
                || host.matches("[0-9.]+");
    }

    private static String region(String store, OssConfiguration configuration) {
        String region = OssRegions.normal(configuration.getRegion());
        if (region.isEmpty() && !configuration.getEndpoint().isEmpty()) {
            region = OssRegions.ofHost(
                    Place.of("endpoint", configuration.getEndpoint()).target().getHostName());
        }
        boolean named = !configuration.getDomain().isEmpty()
                || !configuration.getEndpoint().isEmpty()
                || configuration.getNetwork() == Network.ACCELERATE;
        boolean signed = !configuration.isAnonymous() && configuration.getSignature() == OssSignature.V4;
        if (region.isEmpty() && (signed || !named)) {
            throw new InvalidException(
                    store + ": the region of the bucket isn't known: name it, for example cn-hangzhou", "NoRegion");
        }
        if (!OssRegions.isName(region)) {
            throw new InvalidException(
                    store + ": there can be no region '" + Printable.of(region)
                            + "': a region is, for example, cn-hangzhou",
                    "InvalidRegion");
        }
        return region;
    }

    /** Checks a bucket name, which becomes part of a host name (Aliyun OSS, "Bucket naming conventions"). */
    private static void checkName(String bucket) {
        if (bucket == null || bucket.isBlank()) {
            throw new InvalidException("the name of the bucket is missing", "InvalidBucketName");
        }
        if (!bucket.matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")) {
            throw new InvalidException(
                    "oss://" + Printable.of(bucket)
                            + ": a bucket of OSS has a name of 3 to 63 lower-case letters, digits and hyphens",
                    "InvalidBucketName");
        }
    }
}
