package dev.caravan.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The cost of an idle stack, as docs/deploy.md computes it. */
final class Costs {

    private static final int AT_REST = 6;
    private static final double SECRET = 0.4;
    private static final int WORKER = 10;

    private Costs() {}

    /**
     * Tells the costs in lines.
     *
     * @param values the parameters that are set
     * @param secrets how many secrets are made
     */
    static List<String> lines(Map<String, String> values, int secrets) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "costs at rest: about $%.2f a month, and $3 for the dashboard if the account has three already",
                AT_REST + secrets * SECRET));
        int workers = Integer.parseInt(values.getOrDefault("minCapacity", "0"));
        if (workers > 0) {
            lines.add("  and $" + (long) workers * WORKER + " for the workers of minCapacity (" + workers
                    + "), if they are t4g.micro");
        }
        if (values.getOrDefault("interfaceEndpoints", "false").equals("true")) {
            lines.add("  and $88 to $146 for interface endpoints");
        }
        lines.add("  list prices of us-east-1; docs/deploy.md lists the cost of copying");
        return lines;
    }
}
