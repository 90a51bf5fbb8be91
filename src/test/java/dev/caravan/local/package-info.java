/**
 * The S3 server of the tests and of the demonstration. It is one process without dependencies. It is as strict as S3,
 * and can fail on demand. It is not part of the distribution.
 */
package dev.caravan.local;
