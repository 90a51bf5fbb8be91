package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.Place;
import dev.caravan.job.Network;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.hc.core5.http.HttpHost;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * The address of a bucket by the SDK's rules: partitions, virtual hosts, buckets with dots, access points.
 *
 * @param basePath path before the slash before the key; empty for a virtual host
 * @param signingRegion region of the signature
 * @param signingName service of the signature
 */
record S3Address(Place place, String basePath, String signingRegion, String signingName) {

    /** Resolves the address of a bucket; throws {@link InvalidException} if the configuration is invalid. */
    static S3Address of(String bucket, S3Configuration configuration) {
        if (bucket == null || bucket.isBlank()) {
            throw new InvalidException("the name of the bucket is missing", "InvalidBucketName");
        }
        String region = region(bucket, configuration);
        boolean accelerate = configuration.getNetwork() == Network.ACCELERATE;
        try {
            EndpointVariants variants = EndpointVariants.of(bucket, configuration);
            Endpoint endpoint = S3EndpointProvider.defaultProvider()
                    .resolveEndpoint(S3EndpointParams.builder()
                            .bucket(bucket)
                            .region(Region.of(region))
                            .endpoint(endpoint(configuration))
                            .forcePathStyle(configuration.isPathStyle())
                            .useFips(variants.fips())
                            .useDualStack(variants.dualStack())
                            .accelerate(accelerate)
                            .useArnRegion(true)
                            .disableS3ExpressSessionAuth(true)
                            .build())
                    .join();
            return of(bucket, region, endpoint);
        } catch (SdkException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new InvalidException(
                    "s3://" + Printable.of(bucket) + ": " + Printable.of(String.valueOf(cause.getMessage())), 0, "", e);
        }
    }

    private static S3Address of(String bucket, String region, Endpoint endpoint) {
        URI url = endpoint.url();
        if (url.getHost() == null) {
            throw new InvalidException("s3://" + Printable.of(bucket) + ": no host in the endpoint " + url, "");
        }
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Place place = Place.of(new HttpHost(url.getScheme(), url.getHost(), url.getPort()));
        List<EndpointAuthScheme> schemes = endpoint.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
        if (schemes != null) {
            for (EndpointAuthScheme scheme : schemes) {
                if (scheme instanceof SigV4AuthScheme v4) {
                    String signingRegion = v4.signingRegion() == null ? region : v4.signingRegion();
                    String name = v4.signingName() == null ? "s3" : v4.signingName();
                    return new S3Address(place, basePath, signingRegion, name);
                }
            }
            if (!schemes.isEmpty()) {
                throw new InvalidException(
                        "s3://" + Printable.of(bucket)
                                + ": multi-region access points aren't supported: name one bucket",
                        "");
            }
        }
        return new S3Address(place, basePath, region, "s3");
    }

    /** Describes a suspicious endpoint, which contains the bucket's name; empty for any other. */
    static String doubt(String bucket, String endpoint) {
        String text = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        int host = text.indexOf("://") + 3;
        boolean odd = text.endsWith('/' + bucket) || text.startsWith(bucket + '.', host);
        return odd
                ? "the endpoint " + Printable.of(endpoint) + " already names the bucket; leave the bucket out there"
                : "";
    }

    private static String endpoint(S3Configuration configuration) {
        String endpoint = configuration.getEndpoint();
        return endpoint.isEmpty() ? null : Place.url("endpoint", endpoint).toString();
    }

    private static String region(String bucket, S3Configuration configuration) {
        if (!configuration.getRegion().isEmpty()) {
            return configuration.getRegion();
        }
        if (!configuration.getEndpoint().isEmpty()) {
            return "us-east-1";
        }
        try {
            return new DefaultAwsRegionProviderChain().getRegion().id();
        } catch (SdkException e) {
            throw new InvalidException(
                    "no region is configured for s3://" + Printable.of(bucket)
                            + ": name the region of the bucket, or set AWS_REGION",
                    0,
                    "NoRegion",
                    e);
        }
    }

    /** Returns the path of a key, or of the bucket for an empty key. */
    String path(String key) {
        StringBuilder path = new StringBuilder(basePath.length() + key.length() + 16)
                .append(basePath)
                .append('/');
        KeyEncoding.path(path, key);
        return path.toString();
    }
}
