/** Tests the stack's template by itself, with the code that runs on its machines, and in a local cloud. */
package dev.caravan.cloudformation;
