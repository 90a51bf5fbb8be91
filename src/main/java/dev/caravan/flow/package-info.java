/** The Camel side of a transfer: the steps that the routes call. */
package dev.caravan.flow;
