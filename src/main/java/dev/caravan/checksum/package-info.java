/**
 * The sources' checksums of whole objects, computed while bytes pass and combined from parts. Knows no stores or
 * routes.
 */
package dev.caravan.checksum;
