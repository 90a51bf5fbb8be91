/** The console of a run, for a browser on the same machine: status page, Hawtio, Jolokia, and whatever else is put on its port. */
package dev.caravan.observe.console;
