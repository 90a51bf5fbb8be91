/** What a run prints: progress, summaries, status, lists. */
package dev.caravan.report;
