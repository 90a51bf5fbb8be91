package dev.caravan.component.kodo;

import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.util.Map;

/**
 * A Kodo region with two names (Qiniu, "Regions and domains" and "S3 access domains"); newer regions use one name for
 * both.
 *
 * @param id in Kodo's own protocol, for example {@code z0}
 * @param s3Id in its S3 protocol, for example {@code cn-east-1}
 */
record KodoRegion(String id, String s3Id) {

    private static final Map<String, String> S3_IDS = Map.of(
            "z0", "cn-east-1",
            "z1", "cn-north-1",
            "z2", "cn-south-1",
            "na0", "us-north-1",
            "as0", "ap-southeast-1");

    /** Finds a region by its name in either protocol; throws {@link InvalidException} for an invalid name. */
    static KodoRegion of(String name) {
        if (S3_IDS.containsKey(name)) {
            return new KodoRegion(name, S3_IDS.get(name));
        }
        for (Map.Entry<String, String> region : S3_IDS.entrySet()) {
            if (region.getValue().equals(name)) {
                return new KodoRegion(region.getKey(), name);
            }
        }
        if (!name.matches("[a-z0-9-]+")) {
            throw new InvalidException(
                    "no region of Qiniu Kodo is called '" + Printable.of(name)
                            + "': they are z0, z1, z2, na0, as0, cn-east-2 and others",
                    "InvalidRegion");
        }
        return new KodoRegion(name, name);
    }
}
