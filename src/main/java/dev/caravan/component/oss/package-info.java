/**
 * Aliyun OSS as a source. Requests are signed as OSS wants it and sent over the connections that all providers share, which the client
 * of the OSS SDK can't do: its errors have no HTTP status, it reads what is left of a body when that is given up, it refuses keys that
 * begin with a backslash. Its listings are read into a tree (JDOM) and take two to four times the CPU time: 100,000 keys 3.0 to 3.5 s
 * in a fresh Java and 0.7 s in a warm one, against 1.5 s and 0.2 s here, the same as with S3 ({@code ListingBench}).
 */
package dev.caravan.component.oss;
