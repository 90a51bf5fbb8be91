package dev.caravan.verify;

/**
 * Options of a verification.
 *
 * @param checksum whether to read objects whose listings agree
 * @param ignoreExtra whether extra objects at the destination are no difference
 * @param json whether lines are JSON
 * @param quiet whether to print only the summary
 */
public record VerifyOptions(boolean checksum, boolean ignoreExtra, boolean json, boolean quiet) {}
