package dev.caravan.job;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the region of Kodo's host names. */
final class KodoHosts {

    private static final Pattern S3 = Pattern.compile("s3[-.]([a-z0-9-]+)\\.qiniucs\\.com");

    private KodoHosts() {}

    /** Returns the signing region of a Kodo S3 endpoint; empty for any other. */
    static String s3Region(String endpoint) {
        Matcher matcher =
                S3.matcher(endpoint.isEmpty() ? "" : URI.create(endpoint).getHost());
        return matcher.matches() ? matcher.group(1) : "";
    }
}
