/** What the stack's template promises, held against itself, against the code that runs on its machines, and against a cloud that is local. */
package dev.caravan.cloudformation;
