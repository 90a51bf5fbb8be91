package dev.caravan.job;

/** Whether the destination's service reads the source itself, so that no bytes pass this process. */
public enum ServerSideCopy {
    /** If both sides are one service with one credential; Caravan moves the objects that the service refuses. */
    AUTO,
    /** Always; an object that it refuses fails. */
    ALWAYS,
    NEVER
}
