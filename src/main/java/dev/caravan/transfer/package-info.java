/** The protocols of a transfer, without Camel. */
package dev.caravan.transfer;
