/** The options of a job, validated once. */
package dev.caravan.job;
