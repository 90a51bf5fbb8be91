/**
 * Aliyun OSS as a source. Requests are signed as OSS wants it and sent over the connections that all providers share, so that a
 * status is known, a body is given up instead of drained, and every key can be asked for, which the client of the OSS SDK doesn't
 * offer.
 */
package dev.caravan.component.oss;
