package dev.caravan.component.kodo;

import dev.caravan.component.wire.Place;

/**
 * Where the requests to one bucket go.
 *
 * @param objects where objects are looked up ({@code rs})
 * @param listings where they are listed ({@code rsf})
 * @param downloads where their bytes come from
 */
record KodoPlaces(Place objects, Place listings, Place downloads) {

    /** Of a bucket whose region or endpoint is configured. */
    static KodoPlaces of(String bucket, KodoConfiguration configuration) {
        if (!configuration.getEndpoint().isEmpty()) {
            Place all = Place.of("endpoint", configuration.getEndpoint());
            return new KodoPlaces(all, all, downloads(configuration, all.below(bucket)));
        }
        KodoRegion region = KodoRegion.of(configuration.getRegion());
        return new KodoPlaces(
                Place.of("region", region.objects()),
                Place.of("region", region.listings()),
                downloads(configuration, Place.of("region", region.source(bucket))));
    }

    /** The configured domain, or else another place. */
    static Place downloads(KodoConfiguration configuration, Place otherwise) {
        String domain = configuration.getDomain();
        if (domain.isEmpty()) {
            return otherwise;
        }
        return Place.of("domain", domain.contains("://") ? domain : "https://" + domain);
    }
}
