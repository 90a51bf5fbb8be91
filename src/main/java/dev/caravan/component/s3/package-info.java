/**
 * Amazon S3 and stores with its protocol, on Apache HttpClient's connections. The SDK's pipeline costs more CPU than
 * the rest of copying a small object, sends {@code //} in a path as {@code /%2F} but signs {@code //}, and fails on
 * answers with control characters in keys. The SDK provides addresses and credentials.
 */
package dev.caravan.component.s3;
