package dev.caravan.local;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A multipart upload in progress. */
public final class Upload {
    private final String id;
    private final String key;
    private final Instant initiated;
    private final Attributes attributes;
    private final ChecksumAlgorithm algorithm;
    private final boolean composite;
    private final NavigableMap<Integer, Part> parts = new ConcurrentSkipListMap<>();

    Upload(
            String id,
            String key,
            Instant initiated,
            Attributes attributes,
            ChecksumAlgorithm algorithm,
            boolean composite) {
        this.id = id;
        this.key = key;
        this.initiated = initiated;
        this.attributes = attributes;
        this.algorithm = algorithm;
        this.composite = composite;
    }

    public String id() {
        return id;
    }

    public String key() {
        return key;
    }

    public Instant initiated() {
        return initiated;
    }

    public Attributes attributes() {
        return attributes;
    }

    /** Returns the parts by part number. */
    public NavigableMap<Integer, Part> parts() {
        return parts;
    }

    /** Returns the checksum algorithm of its creation, or null. */
    ChecksumAlgorithm algorithm() {
        return algorithm;
    }

    boolean composite() {
        return composite;
    }
}
