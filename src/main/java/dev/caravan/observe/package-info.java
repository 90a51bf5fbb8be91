/** The operator's view of a run: metrics as log lines; console, metrics and logs in their own packages. */
package dev.caravan.observe;
