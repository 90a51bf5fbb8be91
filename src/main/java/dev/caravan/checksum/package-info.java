/**
 * The checksums that sources keep of whole objects, computed as the bytes pass, and put together from those of parts. Knows
 * nothing of stores and routes.
 */
package dev.caravan.checksum;
