/** The figures of a run: its progress and recent failures. */
package dev.caravan.progress;
