package dev.caravan.finder;

import dev.caravan.job.Printable;

/** Signals a listing with keys out of order, repeated or not requested. Merging it would lose keys. */
public final class UnorderedListingException extends ListingException {

    UnorderedListingException(String store, String previous, String key) {
        super(
                store + " lists the key " + Printable.quoted(key) + " after " + Printable.quoted(previous)
                        + ", which is not the order of their UTF-8 bytes: comparing would lose keys. Use a bucket that"
                        + " lists in order, which directory buckets and hierarchical namespaces don't",
                null);
    }

    UnorderedListingException(String store, String prefix, String key, Throwable cause) {
        super(
                store + " lists the key " + Printable.quoted(key) + " though only keys with the prefix "
                        + Printable.quoted(prefix)
                        + " were asked for: its listing can't be trusted. Check the endpoint and whether the store serves"
                        + " ListObjectsV2",
                cause);
    }
}
