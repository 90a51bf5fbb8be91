/** Messages of the queue and their JSON, S3 events, and part plans. */
package dev.caravan.message;
