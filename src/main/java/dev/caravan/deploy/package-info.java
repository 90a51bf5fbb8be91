/** The stack of a fleet: made, changed, watched and removed with the credentials of a person. */
package dev.caravan.deploy;
