package dev.caravan.verify;

/**
 * What a verification does beyond comparing the listings.
 *
 * @param checksum whether objects that compare equal are read on both sides
 * @param ignoreExtra whether what only the destination has is no difference
 * @param json whether lines are JSON
 * @param quiet whether only the summary is told
 */
public record VerifyOptions(boolean checksum, boolean ignoreExtra, boolean json, boolean quiet) {}
