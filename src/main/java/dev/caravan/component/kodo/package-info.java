/**
 * Qiniu Kodo by its own protocol.
 *
 * <p>Requests go over the connections of {@link dev.caravan.component.wire.Connections} as everywhere here: the SDK's own client, with which
 * tests compare, follows redirects, repeats requests, knows no
 * bound on its connections, decodes gzip, reads an object of type {@code application/json} into memory and takes {@code a/../b} in
 * a signed address for {@code b}; none of it can be switched off. Kodo's other protocol, S3's, is {@link
 * dev.caravan.component.kodo.KodoS3}.
 */
package dev.caravan.component.kodo;
