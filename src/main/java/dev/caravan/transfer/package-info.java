/** The protocols of a transfer. Knows no Camel. */
package dev.caravan.transfer;
