/** The commands; each class parses the arguments of one. */
package dev.caravan.command;
