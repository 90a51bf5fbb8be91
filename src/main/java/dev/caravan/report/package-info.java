/** Prints what a run shows: progress, summaries, status, lists. */
package dev.caravan.report;
