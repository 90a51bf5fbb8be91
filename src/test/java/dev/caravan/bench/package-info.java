/** {@code ./caravan bench}: copies the same objects with several tools, side by side. */
package dev.caravan.bench;
