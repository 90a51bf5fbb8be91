package dev.caravan.job;

import java.util.EnumSet;
import java.util.Set;

/** Reads how a side is reached; refuses options that its provider lacks. */
record ReachReader(OptionReader options) {

    private static final String HTTPS = "https://";

    /** Returns how the destination is reached, always with S3's protocol. */
    Reach destination(StoreUrl place, String endpoint) {
        Network network = network(JobOption.DEST_NETWORK, place);
        if (network == Network.ACCELERATE && !endpoint.isEmpty()) {
            useless(JobOption.DEST_NETWORK, JobOption.DEST_ENDPOINT);
        }
        Egress egress = new EgressReader(options).read(JobOption.DEST_PROXY);
        return new Reach(Protocol.NATIVE, network, "", OssSignature.V4, egress);
    }

    /** Returns how the source is reached; collects problems. */
    Reach source(StoreUrl place, String endpoint) {
        Protocol protocol = protocol(place.type(), endpoint);
        boolean s3 = place.type() == StoreType.S3 || protocol == Protocol.S3;
        Network network = network(JobOption.SOURCE_NETWORK, place);
        String domain = domain(place.type(), s3);
        OssSignature signature = options.one(JobOption.SOURCE_SIGNATURE, OssSignature.class);
        if (signature != OssSignature.V4) {
            goesWith(JobOption.SOURCE_SIGNATURE, place.type(), EnumSet.of(StoreType.OSS));
        }
        if (place.type() != StoreType.S3 && Boolean.TRUE.equals(options.read(JobOption.SOURCE_PATH_STYLE))) {
            goesWith(JobOption.SOURCE_PATH_STYLE, place.type(), EnumSet.of(StoreType.S3));
        }
        requireOneAddress(place.type(), endpoint, network, domain);
        Egress egress = new EgressReader(options).read(JobOption.SOURCE_PROXY);
        return new Reach(protocol, network, domain, signature, egress);
    }

    private Protocol protocol(StoreType type, String endpoint) {
        Protocol protocol = options.one(JobOption.SOURCE_PROTOCOL, Protocol.class);
        if (protocol == Protocol.S3 && (type == StoreType.OSS || type == StoreType.COS)) {
            options.wrong(
                    JobOption.SOURCE_PROTOCOL,
                    "s3 is valid with kodo:// only; " + type.title() + " is read with its own protocol");
        }
        if (type == StoreType.KODO
                && protocol == Protocol.NATIVE
                && !Endpoint.kodoRegion(endpoint).isEmpty()) {
            options.wrong(
                    JobOption.SOURCE_ENDPOINT,
                    Printable.of(endpoint) + " is Kodo's S3-compatible service: use --source-protocol s3 too");
        }
        return protocol;
    }

    private Network network(JobOption option, StoreUrl place) {
        if (options.text(option).isEmpty()) {
            return Network.USUAL;
        }
        StoreType type = place.type();
        Network network = options.one(option, Network.class);
        if (network == Network.ACCELERATE) {
            goesWith(option, type, EnumSet.of(StoreType.S3, StoreType.OSS, StoreType.COS));
        } else if (network == Network.INTERNAL) {
            goesWith(option, type, EnumSet.of(StoreType.OSS, StoreType.COS));
        }
        if (network == Network.ACCELERATE
                && type == StoreType.S3
                && place.bucket().contains(".")) {
            options.wrong(
                    option,
                    "accelerate: S3 Transfer Acceleration takes no bucket with a dot in its name, such as "
                            + Printable.of(place.bucket()));
        }
        if (network == Network.INTERNAL && type == StoreType.COS) {
            options.wrong(
                    JobOption.SOURCE_NETWORK,
                    "internal: Tencent COS has no names for it: within a region its public names resolve to"
                            + " internal addresses; leave it out");
        }
        return network;
    }

    private String domain(StoreType type, boolean s3) {
        String text = options.text(JobOption.SOURCE_DOMAIN).strip();
        if (s3 && !text.isEmpty()) {
            options.wrong(
                    JobOption.SOURCE_DOMAIN,
                    "is valid with oss://, cos:// and kodo:// read by their own protocols only;"
                            + " for an S3-compatible store give --source-endpoint");
            return "";
        }
        String domain = options.endpoint(JobOption.SOURCE_DOMAIN);
        if (type == StoreType.COS && domain.startsWith("http://")) {
            options.wrong(JobOption.SOURCE_DOMAIN, "must be a host that is reached by https; leave out http://");
            return "";
        }
        if (domain.indexOf('/', domain.indexOf("//") + 2) >= 0) {
            options.wrong(JobOption.SOURCE_DOMAIN, Printable.of(text) + " is more than a host's name");
            return "";
        }
        return domain.startsWith(HTTPS) ? domain.substring(HTTPS.length()) : domain;
    }

    /** Refuses several addresses, except Kodo's service and download domain, and COS's domain at any address. */
    private void requireOneAddress(StoreType type, String endpoint, Network network, String domain) {
        boolean another = !endpoint.isEmpty() || !domain.isEmpty();
        if ((network == Network.INTERNAL || network == Network.ACCELERATE) && another) {
            useless(JobOption.SOURCE_NETWORK, domain.isEmpty() ? JobOption.SOURCE_ENDPOINT : JobOption.SOURCE_DOMAIN);
        }
        if (type == StoreType.OSS && !endpoint.isEmpty() && !domain.isEmpty()) {
            options.wrong(JobOption.SOURCE_DOMAIN, "is given, and so is --source-endpoint; set only one of the two");
        }
    }

    private void useless(JobOption option, JobOption address) {
        options.wrong(
                option,
                "has no effect with " + address.commandLineName()
                        + ", which is an address already; give one of the two");
    }

    private void goesWith(JobOption option, StoreType type, Set<StoreType> types) {
        if (!types.contains(type)) {
            options.wrong(option, "is valid with " + schemes(types) + " only, not with " + type.scheme() + "://");
        }
    }

    private static String schemes(Set<StoreType> types) {
        String all = String.join(
                ", ", types.stream().map(type -> type.scheme() + "://").toList());
        return all.replaceFirst(", (?!.*,)", " and ");
    }
}
