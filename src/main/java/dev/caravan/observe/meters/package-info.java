/** Metrics, health, and a bean for Java Management Extensions. */
package dev.caravan.observe.meters;
