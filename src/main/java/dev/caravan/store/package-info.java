/**
 * The object-store contract: what Caravan asks of a store, whichever provider is behind it.
 *
 * <p>Nothing here knows Camel or a provider's SDK. A provider is done when it passes the contract's test suite.
 */
package dev.caravan.store;
