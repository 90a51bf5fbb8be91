/** What a run that is watched lets be seen: metrics, health, and a bean for Java Management Extensions. */
package dev.caravan.observe.meters;
