package dev.caravan.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a store, {@code s3://bucket/prefix}. What follows the bucket's {@code /} is kept byte for byte.
 *
 * @param type kind of store
 * @param bucket a bucket's name, or an access point's ARN
 * @param path may be empty
 */
public record StoreUrl(StoreType type, String bucket, String path) {

    /** Wider than Amazon's rule, for S3-compatible stores. */
    private static final Pattern BUCKET = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,255}");

    private static final Pattern ACCESS_POINT =
            Pattern.compile("arn:aws[a-z-]*:s3:([a-z0-9-]+):[0-9]{12}:accesspoint[:/][a-z0-9-]{3,63}");

    /** An optional bucket in the host, and a path. */
    private static final Pattern AMAZON =
            Pattern.compile("(?:([^/]+)\\.)??s3(?:[.-][a-z0-9.-]+)?\\.amazonaws\\.com(?:\\.cn)?(/.*)?");

    private static final String ARN = "arn:";

    /** Parses a URL; throws {@link IllegalArgumentException} with what is wrong. */
    public static StoreUrl parse(String text) {
        int schemeEnd = text.indexOf("://");
        if (schemeEnd < 0) {
            throw new IllegalArgumentException(Printable.of(text) + " is not a URL such as s3://bucket/prefix"
                    + (text.startsWith("/") || text.startsWith(".")
                            ? "; files and folders of this machine are not copied"
                            : ""));
        }
        String rest = text.substring(schemeEnd + 3);
        StoreType type = type(text.substring(0, schemeEnd), rest);
        int bucketEnd = rest.startsWith(ARN) ? arnEnd(rest) : rest.indexOf('/');
        String bucket = bucketEnd < 0 ? rest : rest.substring(0, bucketEnd);
        requireBucket(bucket);
        return new StoreUrl(type, bucket, bucketEnd < 0 ? "" : rest.substring(bucketEnd + 1));
    }

    /** Returns whether a text begins like a store's URL. */
    public static boolean isOne(String text) {
        return Arrays.stream(StoreType.values()).anyMatch(type -> text.startsWith(type.scheme() + "://"));
    }

    /** Returns the path as a folder, as {@code aws s3 sync} does: {@code logs} means {@code logs/}. */
    String folder() {
        return folder(path);
    }

    static String folder(String prefix) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    /** @throws IllegalArgumentException if it is neither a valid bucket name nor an access point's ARN */
    static void requireBucket(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the bucket is missing, as in s3://bucket/prefix");
        }
        if (name.startsWith(ARN) && !ACCESS_POINT.matcher(name).matches()) {
            throw new IllegalArgumentException(Printable.of(name)
                    + " is not an access point such as arn:aws:s3:eu-west-1:123456789012:accesspoint/name");
        }
        if (!name.startsWith(ARN) && !BUCKET.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    Printable.of(name) + " is not a bucket's name (letters, digits, '.', '_', '-')");
        }
    }

    /** Returns the region of an access point's ARN; empty for a bucket's name. */
    static String region(String bucket) {
        var matcher = ACCESS_POINT.matcher(bucket);
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static StoreType type(String scheme, String rest) {
        return StoreType.ofScheme(scheme)
                .orElseThrow(() -> new IllegalArgumentException(Printable.of(scheme)
                        + ":// is not the URL of a store; s3://, oss://, cos:// and kodo:// are"
                        + instead(scheme.toLowerCase(Locale.ROOT), rest)));
    }

    /** Returns the replacement for another tool's URL; empty if unknown. */
    private static String instead(String scheme, String rest) {
        return switch (scheme) {
            case "gs" -> ": write s3://" + Printable.of(rest) + " with the endpoint https://storage.googleapis.com";
            case "r2", "minio", "b2" -> ": write s3://" + Printable.of(rest) + " with the endpoint of the service";
            case "s3a", "s3n" -> ": write s3://" + Printable.of(rest);
            case "az", "azure", "abfs", "abfss", "wasb", "wasbs" ->
                ": Azure Blob Storage has no S3 protocol; a gateway that speaks it is an endpoint";
            case "http", "https" -> ofHost(rest);
            case "file" -> ": files and folders of this machine are not copied";
            default -> StoreType.ofScheme(scheme).isEmpty() ? "" : ": write " + scheme + "://" + Printable.of(rest);
        };
    }

    /** Returns the replacement for an https address of a bucket in Amazon S3. */
    private static String ofHost(String rest) {
        Matcher amazon = AMAZON.matcher(rest);
        if (!amazon.matches()) {
            return ": the address of a service is an endpoint (--source-endpoint, --dest-endpoint), beside s3://bucket/prefix";
        }
        String path = amazon.group(2) == null ? "" : amazon.group(2);
        return ": write s3://"
                + Printable.of(amazon.group(1) == null ? path.replaceFirst("^/", "") : amazon.group(1) + path);
    }

    /** Returns the end of an access point's ARN, whose name may follow a slash. */
    private static int arnEnd(String rest) {
        int nameStart = rest.indexOf(":accesspoint/");
        return rest.indexOf('/', nameStart < 0 ? 0 : nameStart + ":accesspoint/".length());
    }
}
