package dev.caravan.doctor;

/** A process of a job, by what it needs. */
public enum Role {
    SYNC,
    FINDER,
    WORKER
}
