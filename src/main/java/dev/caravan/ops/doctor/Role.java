package dev.caravan.ops.doctor;

/** A process of a job, by what it needs. */
public enum Role {
    SYNC,
    FINDER,
    WORKER
}
