/** The AWS services of a fleet: clients, and credentials in Secrets Manager. */
package dev.caravan.aws;
