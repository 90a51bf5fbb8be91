/** The console of a run for a browser on the same machine: status page, Hawtio and Jolokia. */
package dev.caravan.observe.console;
