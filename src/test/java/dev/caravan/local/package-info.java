/**
 * The S3 server of the tests and of the demonstration: one process, no dependencies, strict where S3 is strict, and able to
 * fail on demand. It is not part of the distribution.
 */
package dev.caravan.local;
