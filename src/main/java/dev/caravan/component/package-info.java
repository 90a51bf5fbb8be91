/**
 * The Camel components over the store contract. Endpoint, producer, headers and operations are shared; each provider is
 * a scheme in its own package. Only Amazon S3's uses an SDK.
 */
package dev.caravan.component;
