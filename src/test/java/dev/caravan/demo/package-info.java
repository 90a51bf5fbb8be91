/**
 * {@code ./caravan demo} runs the main job between two stores in this process. {@code ./caravan demo fleet} runs a
 * fleet. The package is not in the distribution.
 */
package dev.caravan.demo;
