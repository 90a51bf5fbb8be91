/** {@code ./caravan demo}: the main job between two stores in this process; {@code ./caravan demo fleet}: a fleet. Not in the distribution. */
package dev.caravan.demo;
