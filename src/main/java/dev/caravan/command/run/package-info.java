/** Runs the commands: the stores, the routes and the end of a run. */
package dev.caravan.command.run;
