/** Status records, part records and the finder's lease in Amazon DynamoDB. */
package dev.caravan.record.dynamo;
