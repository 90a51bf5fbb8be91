/**
 * What the providers' packages share below the contract: connections and answers of HTTP, bodies as long as they say, and what
 * refusals and failures have in common.
 */
package dev.caravan.component.wire;
