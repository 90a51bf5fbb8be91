/** Checks whether a job can do what it needs: asks each service, and says what to change. */
package dev.caravan.doctor;
