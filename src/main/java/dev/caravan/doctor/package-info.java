/** Checks whether a job has what it needs: tests each service and says what to change. */
package dev.caravan.doctor;
