/**
 * The Camel component family over the store contract. Endpoint, producer, headers and operations are shared; each provider
 * is a scheme in a package of its own. Only that of Amazon S3 names an SDK.
 */
package dev.caravan.component;
