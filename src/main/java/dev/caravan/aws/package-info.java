/** The services of AWS that a fleet shares: their clients, and the credentials that are kept in one of them. */
package dev.caravan.aws;
