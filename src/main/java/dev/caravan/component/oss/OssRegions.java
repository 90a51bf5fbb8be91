package dev.caravan.component.oss;

import java.util.Locale;

/** Reads regions from the names of OSS services. */
final class OssRegions {

    private static final String SERVICE = ".aliyuncs.com";

    private OssRegions() {}

    /** Returns the region for signatures: {@code oss-cn-hangzhou} is {@code cn-hangzhou}. */
    static String normal(String region) {
        String text = region.strip().toLowerCase(Locale.ROOT);
        return text.startsWith("oss-") ? text.substring("oss-".length()) : text;
    }

    /** Returns whether the text is a valid region, which becomes part of a host name. */
    static boolean isName(String region) {
        return region.matches("[a-z0-9-]*");
    }

    /** Returns whether the host is an OSS service name without a bucket. */
    static boolean isOss(String host) {
        return host.endsWith(SERVICE) && (host.startsWith("oss-") || host.contains(".oss.") || host.contains("-oss-"));
    }

    /**
     * Returns the region in a service name, with or without a bucket: {@code oss-cn-hangzhou.aliyuncs.com},
     * {@code oss-cn-hangzhou-internal…}, {@code vpc100-oss-cn-hangzhou…}, {@code cn-hangzhou.oss.aliyuncs.com} (IPv4
     * and IPv6). Empty if it has none, as {@code oss-accelerate}.
     */
    static String ofHost(String host) {
        if (!host.endsWith(SERVICE)) {
            return "";
        }
        String[] labels = host.substring(0, host.length() - SERVICE.length()).split("\\.", -1);
        String last = labels[labels.length - 1];
        if (last.equals("oss")) {
            return labels.length > 1 ? labels[labels.length - 2] : "";
        }
        int at = last.startsWith("oss-") ? 0 : last.indexOf("-oss-") + 1;
        if (at == 0 && !last.startsWith("oss-")) {
            return "";
        }
        String region = last.substring(at + "oss-".length());
        for (String network : new String[] {"-internal", "-vpc"}) {
            if (region.endsWith(network)) {
                region = region.substring(0, region.length() - network.length());
            }
        }
        return region.startsWith("accelerate") ? "" : region;
    }
}
