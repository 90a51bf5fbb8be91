/**
 * Lists a source by its inventory: reads the files, sorts the objects on disk in bounded memory, and lists them as a
 * store does.
 */
package dev.caravan.finder.inventory;
