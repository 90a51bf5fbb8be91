/** Log lines on standard error, as text or JSON. */
package dev.caravan.observe.logs;
