/** The machines of a fleet and the state of its records. */
package dev.caravan.fleet;
