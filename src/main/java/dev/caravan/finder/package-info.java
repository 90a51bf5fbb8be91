/**
 * Finds what must be done: lists both sides in key ranges, merges the sorted listings and compares what they share.
 *
 * <p>Memory doesn't grow with the buckets, and a listing that fails, is out of order or ends too early never passes for a
 * complete one.
 */
package dev.caravan.finder;
