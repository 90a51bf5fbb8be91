package dev.caravan.job;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of the providers' own hosts tell. */
final class ProviderHosts {

    private static final List<Pattern> OSS = List.of(
            Pattern.compile("oss-([a-z]{2}-[a-z0-9-]+?)(?:-internal)?\\.aliyuncs\\.com"),
            Pattern.compile("([a-z]{2}-[a-z0-9-]+?)(?:-internal)?\\.oss\\.aliyuncs\\.com"));

    private static final List<Pattern> COS =
            List.of(Pattern.compile("cos(?:-internal)?\\.([a-z]+-[a-z0-9-]+)\\.(?:myqcloud|tencentcos)\\.(?:com|cn)"));

    private static final List<Pattern> KODO_S3 = List.of(Pattern.compile("s3[-.]([a-z0-9-]+)\\.qiniucs\\.com"));

    private ProviderHosts() {}

    /** The region that an endpoint's host names; empty where it names none. */
    static String region(StoreType type, String endpoint) {
        List<Pattern> patterns = switch (type) {
            case OSS -> OSS;
            case COS -> COS;
            case KODO -> KODO_S3;
            case S3 -> List.of();
        };
        String host = host(endpoint);
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(host);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return "";
    }

    static boolean isKodoS3(String endpoint) {
        return KODO_S3.get(0).matcher(host(endpoint)).matches();
    }

    /** Whether a bucket's name stands before the service's, as consoles show it. */
    static boolean hasBucket(String endpoint, String bucket) {
        return host(endpoint).startsWith(bucket + ".");
    }

    private static String host(String endpoint) {
        return endpoint.isEmpty() ? "" : URI.create(endpoint).getHost();
    }
}
