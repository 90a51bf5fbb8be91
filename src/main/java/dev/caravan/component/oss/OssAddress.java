package dev.caravan.component.oss;

import dev.caravan.job.Network;
import dev.caravan.job.OssSignature;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.http.HttpHost;

/**
 * Where a bucket is (Aliyun OSS, "OSS domain names").
 *
 * @param target host and port to connect to
 * @param hostHeader the {@code Host} header, without a default port
 * @param basePath what comes before the slash before the key; empty where the host names the bucket
 * @param region that requests are signed for; empty where no signature needs one
 */
record OssAddress(HttpHost target, String hostHeader, String basePath, String region) {

    /** Resolves the address of a bucket; throws {@link InvalidException} where there can be none. */
    static OssAddress of(String bucket, OssConfiguration configuration) {
        checkName(bucket);
        String store = "oss://" + bucket;
        String region = region(store, configuration);
        if (!configuration.getDomain().isEmpty()) {
            String domain = configuration.getDomain();
            URI url = url(store, "domain", domain.contains("://") ? domain : "https://" + domain);
            return at(url, url.getHost(), "", region);
        }
        if (!configuration.getEndpoint().isEmpty()) {
            return atEndpoint(store, bucket, configuration, region);
        }
        String host = bucket + '.'
                + switch (configuration.getNetwork()) {
                    case PUBLIC -> "oss-" + region;
                    case INTERNAL -> "oss-" + region + "-internal";
                    case ACCELERATE -> "oss-accelerate";
                }
                + ".aliyuncs.com";
        return at(URI.create("https://" + host), host, "", region);
    }

    private static OssAddress atEndpoint(String store, String bucket, OssConfiguration configuration, String region) {
        if (configuration.getNetwork() != Network.PUBLIC) {
            throw invalid(store
                    + ": an endpoint says by itself which network it is on: give either an endpoint or a network");
        }
        URI url = url(store, "endpoint", configuration.getEndpoint());
        String host = url.getHost();
        if (hasNoNamesBelow(host)) {
            return at(url, host, '/' + bucket, region);
        }
        // The console shows the name with the bucket in it, too.
        boolean named = host.startsWith(bucket + '.') && OssRegions.isOss(host.substring(bucket.length() + 1));
        return at(url, named ? host : bucket + '.' + host, "", region);
    }

    private static OssAddress at(URI url, String host, String basePath, String region) {
        boolean defaultPort =
                url.getPort() < 0 || url.getPort() == (url.getScheme().equals("https") ? 443 : 80);
        return new OssAddress(
                new HttpHost(host, url.getPort(), url.getScheme()),
                defaultPort ? host : host + ":" + url.getPort(),
                basePath,
                region);
    }

    /** An address, this machine, or a private link has no host of its own for a bucket. */
    private static boolean hasNoNamesBelow(String host) {
        return host.equals("localhost")
                || host.startsWith("[")
                || host.contains("privatelink")
                || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static String region(String store, OssConfiguration configuration) {
        String region = OssRegions.normal(configuration.getRegion());
        if (region.isEmpty() && !configuration.getEndpoint().isEmpty()) {
            String endpoint = configuration.getEndpoint().toLowerCase(Locale.ROOT);
            region = OssRegions.ofHost(url(store, "endpoint", endpoint).getHost());
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

    private static URI url(String store, String option, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw invalid(store + ": the " + option + " must begin with http:// or https://: " + Printable.of(text));
        }
        try {
            URI url = new URI(lower);
            boolean plain = url.getRawUserInfo() == null
                    && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            if (url.getHost() != null && plain) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below, as a URL without a host is.
        }
        throw invalid(store + ": the " + option + " must be a host, and a port if need be, and no more: "
                + Printable.of(text));
    }

    /** A name becomes a part of a host's (Aliyun OSS, "Bucket naming conventions"). */
    private static void checkName(String bucket) {
        if (bucket == null || bucket.isBlank()) {
            throw new InvalidException("the name of the bucket is missing", "InvalidBucketName");
        }
        int n = bucket.length();
        boolean valid = n >= 3
                && n <= 63
                && isAlphanumeric(bucket.charAt(0))
                && isAlphanumeric(bucket.charAt(n - 1))
                && bucket.chars().allMatch(c -> isAlphanumeric(c) || c == '-');
        if (!valid) {
            throw new InvalidException(
                    "oss://" + Printable.of(bucket)
                            + ": a bucket of OSS has a name of 3 to 63 lower-case letters, digits and hyphens",
                    "InvalidBucketName");
        }
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static InvalidException invalid(String message) {
        return new InvalidException(message, "InvalidEndpoint");
    }
}
