package dev.caravan.component.oss;

import java.util.Locale;

/** What the names of OSS's services say about their region. */
final class OssRegions {

    private static final String SERVICE = ".aliyuncs.com";

    private OssRegions() {}

    /** The region as signatures want it: the console calls {@code cn-hangzhou} also {@code oss-cn-hangzhou}. */
    static String normal(String region) {
        String text = region.strip().toLowerCase(Locale.ROOT);
        return text.startsWith("oss-") ? text.substring("oss-".length()) : text;
    }

    /** Whether a region may be called so; it becomes a part of a host's name. */
    static boolean isName(String region) {
        return region.matches("[a-z0-9-]*");
    }

    /** Whether this is one of OSS's own names, without a bucket. */
    static boolean isOss(String host) {
        return host.endsWith(SERVICE) && (host.startsWith("oss-") || host.contains(".oss.") || host.contains("-oss-"));
    }

    /**
     * The region in the name of a service, with or without a bucket before it: {@code oss-cn-hangzhou.aliyuncs.com},
     * {@code oss-cn-hangzhou-internal…}, {@code vpc100-oss-cn-hangzhou…}, {@code cn-hangzhou.oss.aliyuncs.com} (both of IPv4 and
     * IPv6). Empty where it tells none, as {@code oss-accelerate} does.
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
