/** Tells whether two buckets agree: by their listings and, where that is asked for, by the bytes of their objects. */
package dev.caravan.verify;
