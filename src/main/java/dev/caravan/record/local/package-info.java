/** Status records in a local file, for a run on one machine. */
package dev.caravan.record.local;
