/** Compares two buckets by their listings and, on request, by the bytes of their objects. */
package dev.caravan.verify;
