package dev.caravan.job;

/**
 * Maps a source's keys to the destination's: removes the source's prefix up to its last {@code /} and adds the
 * destination's prefix, byte for byte. With {@code logs/} and {@code backup/}, {@code logs/a} becomes {@code backup/a};
 * with the prefix {@code logs/2026} the key {@code logs/2026-01/a} becomes {@code backup/2026-01/a}. The order of keys
 * stays.
 */
public record KeyMapping(String sourcePrefix, String destinationPrefix) {

    /** Returns the key's name below the source's folder, which patterns match. */
    public String relative(String sourceKey) {
        if (!sourceKey.startsWith(sourcePrefix)) {
            throw new IllegalArgumentException("a key outside of the source's prefix");
        }
        return sourceKey.substring(folderLength());
    }

    /**
     * Returns whether a source's key has a name at the destination. The source folder's own marker, which consoles
     * create, has none if the destination is a whole bucket.
     */
    public boolean hasName(String sourceKey) {
        return !destinationPrefix.isEmpty() || sourceKey.length() > folderLength();
    }

    public String destinationKey(String sourceKey) {
        return destinationPrefix + relative(sourceKey);
    }

    /** Returns whether the destination's key would be too long for any store. */
    public boolean isTooLong(String sourceKey) {
        // Three bytes per char at most: for most keys the other key isn't needed.
        return destinationPrefix.length() + sourceKey.length() > KeyLength.MOST_BYTES / 3
                && KeyLength.isTooLong(destinationKey(sourceKey));
    }

    /** Returns the source's key for a destination's key that starts with {@link #destinationListingPrefix()}. */
    public String sourceKey(String destinationKey) {
        return folder() + destinationKey.substring(destinationPrefix.length());
    }

    public String destinationListingPrefix() {
        return destinationPrefix + sourcePrefix.substring(folderLength());
    }

    /** Returns the source's folder, the prefix that mapping removes. */
    String folder() {
        return sourcePrefix.substring(0, folderLength());
    }

    private int folderLength() {
        return sourcePrefix.lastIndexOf('/') + 1;
    }
}
