/**
 * Tests of the stack's template: against itself, against the code that runs on its machines, and against a local cloud.
 */
package dev.caravan.cloudformation;
