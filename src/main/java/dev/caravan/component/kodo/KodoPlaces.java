package dev.caravan.component.kodo;

import dev.caravan.component.wire.Place;

/** The addresses of one bucket: object lookups ({@code rs}), listings ({@code rsf}) and downloads. */
record KodoPlaces(Place objects, Place listings, Place downloads) {

    /** Returns the addresses of a bucket with a configured region or endpoint. */
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

    /** Returns the configured domain, or else {@code otherwise}. */
    static Place downloads(KodoConfiguration configuration, Place otherwise) {
        String domain = configuration.getDomain();
        if (domain.isEmpty()) {
            return otherwise;
        }
        return Place.of("domain", domain.contains("://") ? domain : "https://" + domain);
    }
}
