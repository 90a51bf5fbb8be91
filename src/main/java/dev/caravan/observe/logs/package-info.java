/** Log lines on standard error, for people or as JSON. */
package dev.caravan.observe.logs;
