/** {@code ./caravan bench}: copies the same objects with several tools, to compare them. */
package dev.caravan.bench;
