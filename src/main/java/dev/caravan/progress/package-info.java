/** The figures of a run: what it has done so far, and what failed last. */
package dev.caravan.progress;
