/** What the process tells on standard error, as lines for people or as JSON. */
package dev.caravan.observe.logs;
