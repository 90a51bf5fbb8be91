/** Messages of the queue and their JSON, the events of Amazon S3, and the plan of an object's parts. */
package dev.caravan.message;
