/** {@code ./caravan demo}: the main job between two stores in this process. Not in the distribution. */
package dev.caravan.demo;
