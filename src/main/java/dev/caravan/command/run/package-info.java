/** What the commands run: the stores, the routes and the end of a run. */
package dev.caravan.command.run;
