/**
 * Qiniu Kodo by its own protocol, over {@link dev.caravan.component.wire.Connections}. Tests compare with the SDK. Its
 * client follows redirects, repeats requests, doesn't limit connections, decodes gzip, buffers {@code application/json}
 * objects and normalizes {@code a/../b} in a signed address; none of this can be switched off.
 * {@link dev.caravan.component.kodo.KodoS3} is Kodo's S3 protocol.
 */
package dev.caravan.component.kodo;
