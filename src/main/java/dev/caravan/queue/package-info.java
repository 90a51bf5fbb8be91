/**
 * The fleet's queue on Amazon SQS, as a worker uses it: receives no more than there are free slots, keeps what it has received hidden from
 * others, and says of every message what becomes of it.
 */
package dev.caravan.queue;
