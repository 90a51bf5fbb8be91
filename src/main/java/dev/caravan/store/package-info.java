/**
 * The object-store contract of all providers. Uses neither Camel nor SDKs. A provider is complete when it passes the
 * contract's test suite.
 */
package dev.caravan.store;
