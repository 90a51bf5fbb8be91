/** The Camel side of a transfer: the steps of the routes. */
package dev.caravan.flow;
