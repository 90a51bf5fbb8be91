/**
 * The base of all provider packages: HTTP connections and answers, bodies of the announced length, refusals and
 * failures.
 */
package dev.caravan.component.wire;
