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
        return of(
                configuration,
                "rs-" + region.id() + ".qiniuapi.com",
                "rsf-" + region.id() + ".qiniuapi.com",
                bucket + ".kodo-" + region.s3Id() + ".qiniucs.com");
    }

    /** Returns the addresses by their host names; {@code source} is the one for uncached downloads. */
    static KodoPlaces of(KodoConfiguration configuration, String objects, String listings, String source) {
        return new KodoPlaces(region(objects), region(listings), downloads(configuration, region(source)));
    }

    private static Place region(String host) {
        return Place.of("region", "https://" + host);
    }

    /** Returns the configured domain, or else {@code otherwise}. */
    private static Place downloads(KodoConfiguration configuration, Place otherwise) {
        String domain = configuration.getDomain();
        if (domain.isEmpty()) {
            return otherwise;
        }
        return Place.of("domain", domain.contains("://") ? domain : "https://" + domain);
    }
}
