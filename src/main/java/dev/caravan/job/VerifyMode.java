package dev.caravan.job;

/** What the bytes that are read are held against, beside what the destination verifies in any case. */
public enum VerifyMode {
    /** Nothing more: an ETag that is an MD5 is handed on to the destination. */
    AUTO,
    /** The checksum that the source keeps of the whole content, where it keeps one. */
    FULL
}
