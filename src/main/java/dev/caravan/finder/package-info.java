/**
 * Finds the work: lists both sides in key ranges, merges the sorted listings and compares the objects. Memory doesn't
 * grow with the buckets. A listing that fails, is unordered or ends early never counts as complete.
 */
package dev.caravan.finder;
