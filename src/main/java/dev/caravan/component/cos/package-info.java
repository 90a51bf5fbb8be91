/**
 * Tencent COS, to read from.
 *
 * <p>As with S3, every call is written here on Apache HttpClient's connections. The SDK's client, with which tests compare, can't be made to make one attempt (HttpClient's own chain sends a request four
 * times where connections are dropped), finds no header behind a proxy that writes their names in lower case and then fails every
 * read, takes the first slash off a key or a prefix, can't say If-Match in a HEAD, and takes some three times the CPU to list
 * (100,000 keys of a server in another process: 0.4 to 1.3 s, here 0.12 to 0.35 s, as S3).
 */
package dev.caravan.component.cos;
