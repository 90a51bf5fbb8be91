/**
 * The Camel component family over the store contract. Endpoint, producer, headers and operations are shared; each provider
 * is a scheme in a package of its own, the only place that names its SDK.
 */
package dev.caravan.component;
