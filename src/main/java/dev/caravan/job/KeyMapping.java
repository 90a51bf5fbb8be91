package dev.caravan.job;

/**
 * How a source's keys become the destination's: what stands before the last {@code /} of the source's prefix is taken off,
 * the destination's prefix is put before the rest. Pure text, byte for byte: nothing is normalised.
 *
 * <p>With {@code logs/} and {@code backup/}, {@code logs/a} becomes {@code backup/a}; with the prefix {@code logs/2026}
 * the key {@code logs/2026-01/a} becomes {@code backup/2026-01/a}. The mapping keeps the keys' order.
 *
 * @param sourcePrefix what the source's keys begin with
 * @param destinationPrefix what the destination's keys shall begin with
 */
public record KeyMapping(String sourcePrefix, String destinationPrefix) {

    /** The key's name below the source's folder: what include and exclude patterns are held against. */
    public String relative(String sourceKey) {
        if (!sourceKey.startsWith(sourcePrefix)) {
            throw new IllegalArgumentException("a key outside of the source's prefix");
        }
        return sourceKey.substring(folderLength());
    }

    /**
     * Whether a source's key has a name at the destination. The marker of the source's folder itself, which consoles make, has none where
     * the destination is a whole bucket.
     */
    public boolean hasName(String sourceKey) {
        return !destinationPrefix.isEmpty() || sourceKey.length() > folderLength();
    }

    /** The destination's key for a source's key. */
    public String destinationKey(String sourceKey) {
        return destinationPrefix + relative(sourceKey);
    }

    /** Whether the destination's key for a source's key would be longer than any store allows. */
    public boolean isTooLong(String sourceKey) {
        // Three bytes a char at most: for most keys the other needn't be made.
        return destinationPrefix.length() + sourceKey.length() > KeyLength.MOST_BYTES / 3
                && KeyLength.isTooLong(destinationKey(sourceKey));
    }

    /** The source's key for a destination's key that begins with {@link #destinationListingPrefix()}. */
    public String sourceKey(String destinationKey) {
        return folder() + destinationKey.substring(destinationPrefix.length());
    }

    /** What all destination keys begin with. */
    public String destinationListingPrefix() {
        return destinationPrefix + sourcePrefix.substring(folderLength());
    }

    /** The source's folder: what its keys begin with that the destination's don't. */
    String folder() {
        return sourcePrefix.substring(0, folderLength());
    }

    private int folderLength() {
        return sourcePrefix.lastIndexOf('/') + 1;
    }
}
