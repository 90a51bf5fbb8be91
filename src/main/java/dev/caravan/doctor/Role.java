package dev.caravan.doctor;

/** The processes of a job, which need different permissions. */
public enum Role {
    SYNC,
    FINDER,
    WORKER
}
