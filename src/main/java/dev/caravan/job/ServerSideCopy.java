package dev.caravan.job;

/** Whether the destination's service reads the source itself, so that no bytes come through here. */
public enum ServerSideCopy {
    /** Where both sides are one service and one credential; what it refuses to read is streamed. */
    AUTO,
    /** Always; what it refuses to read fails. */
    ALWAYS,
    /** Never. */
    NEVER
}
