package dev.caravan.job;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of Kodo's hosts tell. */
final class KodoHosts {

    private static final Pattern S3 = Pattern.compile("s3[-.]([a-z0-9-]+)\\.qiniucs\\.com");

    private KodoHosts() {}

    /** The region of an endpoint of Kodo's S3-compatible service, which requests to it are signed for; empty for any other endpoint. */
    static String s3Region(String endpoint) {
        Matcher matcher =
                S3.matcher(endpoint.isEmpty() ? "" : URI.create(endpoint).getHost());
        return matcher.matches() ? matcher.group(1) : "";
    }
}
