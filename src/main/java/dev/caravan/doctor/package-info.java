/** Whether a job can do what it will have to: what each thing that it needs answers, and what mends it. */
package dev.caravan.doctor;
