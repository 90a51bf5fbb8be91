/**
 * The object-store contract of all providers. Knows neither Camel nor SDKs. A provider is done when it passes the
 * contract's test suite.
 */
package dev.caravan.store;
