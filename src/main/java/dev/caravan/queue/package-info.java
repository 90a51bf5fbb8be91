/**
 * A worker's use of Amazon SQS: receives no more than there are free slots, hides received messages from other workers,
 * and settles every message.
 */
package dev.caravan.queue;
