package dev.caravan.component.cos;

import dev.caravan.component.wire.Place;
import dev.caravan.job.Network;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.util.Set;

/** The address of a bucket, which only the host name identifies. */
final class CosAddress {

    /** Region names before 2017 with other host names. */
    private static final Set<String> OLD_NAMES =
            Set.of("cn-east", "cn-south", "cn-north", "cn-south-2", "cn-southwest", "sg");

    private CosAddress() {}

    /** Resolves the address of a bucket; throws {@link InvalidException} if the configuration is invalid. */
    static Place of(String bucket, CosConfiguration configuration) {
        if (bucket == null || bucket.isBlank()) {
            throw new InvalidException("the name of the bucket is missing", "InvalidBucketName");
        }
        String domain = configuration.getDomain().strip();
        if (!configuration.getEndpoint().isEmpty()) {
            return ofEndpoint(bucket, domain, configuration.getEndpoint().strip());
        }
        if (!domain.isEmpty()) {
            return Place.of("domain", "https://" + domain);
        }
        return Place.of("region", "https://" + ofProvider("cos://" + Printable.of(bucket), bucket, configuration));
    }

    private static Place ofEndpoint(String bucket, String domain, String endpoint) {
        Place place = Place.of("endpoint", endpoint);
        if (!domain.isEmpty()) {
            return new Place(
                    place.target(), Place.of("domain", "https://" + domain).host());
        }
        String named = place.target().getHostName();
        if (named.startsWith(bucket + ".")) {
            return place;
        }
        // An IP address or a local host has no subdomains: there the bucket is in the Host
        // header alone.
        boolean address = named.indexOf('.') < 0 || named.startsWith("[") || named.matches(".*[0-9]");
        return address ? place.below(validated(bucket)) : place.at(validated(bucket) + "." + named);
    }

    private static String ofProvider(String name, String bucket, CosConfiguration configuration) {
        if (configuration.getNetwork() == Network.INTERNAL) {
            throw new InvalidException(
                    name + ": Tencent COS has no internal names: within Tencent Cloud the public names resolve to"
                            + " internal addresses; leave the network public",
                    "InvalidNetwork");
        }
        boolean accelerate = configuration.getNetwork() == Network.ACCELERATE;
        String region = accelerate ? "accelerate" : configuration.getRegion().strip();
        if (region.isEmpty()) {
            throw new InvalidException(name + ": no region: name the bucket's, for example ap-guangzhou", "NoRegion");
        }
        if (!region.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new InvalidException(
                    name + ": there can be no region '" + Printable.of(region)
                            + "': a region is, for example, ap-guangzhou",
                    "InvalidRegion");
        }
        return validated(bucket) + '.' + (OLD_NAMES.contains(region) || region.startsWith("cos.") ? "" : "cos.")
                + region + ".myqcloud.com";
    }

    /** Returns the bucket's name for use in a host name, if valid. */
    private static String validated(String bucket) {
        if (!bucket.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new InvalidException(
                    "cos://" + Printable.of(bucket)
                            + ": COS has no such names: they are of lower-case letters, digits and dashes",
                    "InvalidBucketName");
        }
        return bucket;
    }
}
