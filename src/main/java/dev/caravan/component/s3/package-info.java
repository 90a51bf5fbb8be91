/**
 * Amazon S3 and everything that speaks its protocol.
 *
 * <p>What is called once an object or part (list, HEAD, GET, PUT, UploadPart) is written here on Apache HttpClient, because
 * the SDK's request pipeline costs more CPU than all the rest of copying a small object; everything rare goes through the
 * SDK's own client.
 */
package dev.caravan.component.s3;
