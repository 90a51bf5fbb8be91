/**
 * A source's listing from an inventory: reads its files, sorts their objects on disk in bounded memory, and lists them as a store does.
 */
package dev.caravan.finder.inventory;
