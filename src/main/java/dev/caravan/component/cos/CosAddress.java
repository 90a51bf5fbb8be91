package dev.caravan.component.cos;

import com.qcloud.cos.endpoint.RegionEndpointBuilder;
import com.qcloud.cos.exception.CosClientException;
import com.qcloud.cos.region.Region;
import dev.caravan.job.Network;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.http.HttpHost;

/**
 * Where requests to one bucket go. The bucket is known by the name of the host alone.
 *
 * @param target to connect to
 * @param hostHeader by which the store knows the bucket; signed
 */
record CosAddress(HttpHost target, String hostHeader) {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    /** Resolves the address of a bucket; throws {@link InvalidException} where there can be none. */
    static CosAddress of(String bucket, CosConfiguration configuration) {
        if (bucket == null || bucket.isBlank()) {
            throw new InvalidException("the name of the bucket is missing", "InvalidBucketName");
        }
        String name = "cos://" + Printable.of(bucket);
        String domain = configuration.getDomain().strip();
        if (!configuration.getEndpoint().isEmpty()) {
            return ofEndpoint(bucket, domain, configuration.getEndpoint().strip());
        }
        if (!domain.isEmpty()) {
            HttpHost target = host(parsed("https://" + domain, "the domain", domain));
            return new CosAddress(target, header(target));
        }
        HttpHost target = new HttpHost(ofProvider(name, bucket, configuration), -1, "https");
        return new CosAddress(target, header(target));
    }

    private static CosAddress ofEndpoint(String bucket, String domain, String endpoint) {
        String lower = endpoint.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw bad("the endpoint must begin with http:// or https://", endpoint, null);
        }
        HttpHost target = host(parsed(endpoint, "the endpoint", endpoint));
        if (!domain.isEmpty()) {
            return new CosAddress(target, header(host(parsed("https://" + domain, "the domain", domain))));
        }
        String named = target.getHostName().toLowerCase(Locale.ROOT);
        if (named.startsWith(bucket + ".")) {
            return new CosAddress(target, header(target));
        }
        HttpHost own = new HttpHost(validated(bucket) + "." + named, target.getPort(), target.getSchemeName());
        // Nobody finds a name before an address or before a host of the local net: there the bucket stands in the
        // header alone.
        boolean address = named.indexOf('.') < 0 || named.startsWith("[") || endsInNumber(named);
        return new CosAddress(address ? target : own, header(own));
    }

    private static String ofProvider(String name, String bucket, CosConfiguration configuration) {
        if (configuration.getNetwork() == Network.INTERNAL) {
            throw new InvalidException(
                    name + ": Tencent COS has no internal names: inside of Tencent Cloud the public ones lead to"
                            + " internal addresses; leave the network public",
                    "InvalidNetwork");
        }
        boolean accelerate = configuration.getNetwork() == Network.ACCELERATE;
        String region = accelerate ? "accelerate" : configuration.getRegion().strip();
        if (region.isEmpty()) {
            throw new InvalidException(name + ": no region: name the bucket's, for example ap-guangzhou", "NoRegion");
        }
        try {
            return new RegionEndpointBuilder(new Region(region)).buildGeneralApiEndpoint(validated(bucket));
        } catch (IllegalArgumentException | CosClientException e) {
            throw new InvalidException(
                    name + ": " + Printable.of(String.valueOf(e.getMessage())) + " (region " + Printable.of(region)
                            + ")",
                    0,
                    "InvalidAddress",
                    e);
        }
    }

    /** The bucket's name as the first part of a host's. */
    private static String validated(String bucket) {
        boolean known = LETTERS.indexOf(bucket.charAt(0)) >= 0;
        for (int i = 1; i < bucket.length(); i++) {
            known &= LETTERS.indexOf(bucket.charAt(i)) >= 0 || bucket.charAt(i) == '-' || bucket.charAt(i) == '.';
        }
        if (!known) {
            throw new InvalidException(
                    "cos://" + Printable.of(bucket)
                            + ": COS has no such names: they are of lower-case letters, digits and dashes",
                    "InvalidBucketName");
        }
        return bucket;
    }

    private static URI parsed(String url, String what, String given) {
        try {
            URI uri = new URI(url);
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            if (uri.getHost() == null
                    || !(path.isEmpty() || path.equals("/"))
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null) {
                throw bad(what + " must be a host, and a port if need be, and nothing else", given, null);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw bad(what + " is no host", given, e);
        }
    }

    private static HttpHost host(URI uri) {
        return new HttpHost(uri.getHost(), uri.getPort(), uri.getScheme().toLowerCase(Locale.ROOT));
    }

    private static String header(HttpHost host) {
        int usual = host.getSchemeName().equals("https") ? 443 : 80;
        return host.getPort() < 0 || host.getPort() == usual
                ? host.getHostName()
                : host.getHostName() + ":" + host.getPort();
    }

    private static boolean endsInNumber(String host) {
        char last = host.charAt(host.length() - 1);
        return last >= '0' && last <= '9';
    }

    private static InvalidException bad(String why, String given, Exception cause) {
        return new InvalidException(why + ": " + Printable.of(given), 0, "InvalidEndpoint", cause);
    }
}
