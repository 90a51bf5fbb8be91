/**
 * Amazon S3 and everything that speaks its protocol.
 *
 * <p>Every call is written here on Apache HttpClient's connections. The SDK's request pipeline costs more CPU than all the
 * rest of copying a small object, its client sends {@code //} in a path as {@code /%2F} but signs it as {@code //}, and its
 * XML reader fails on answers that repeat a key with control characters. From the SDK come addresses and credentials.
 */
package dev.caravan.component.s3;
