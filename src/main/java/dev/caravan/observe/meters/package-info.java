/** Metrics, health, and a JMX bean. */
package dev.caravan.observe.meters;
