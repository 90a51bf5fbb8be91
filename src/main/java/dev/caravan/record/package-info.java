/** The status record of an object. */
package dev.caravan.record;
