package dev.caravan.fleet;

/** Says what an operator can do about one kind of failure. */
final class Remedy {

    private Remedy() {}

    /**
     * Returns what to do about objects that failed for good, in one line.
     *
     * @param kind as in records, such as {@code Denied}
     * @param keepsDeadLetters whether there is a dead-letter queue to redrive
     */
    static String ofLasting(String kind, boolean keepsDeadLetters) {
        if (kind.equals("InvalidMessage")) {
            return cause(kind) + (keepsDeadLetters ? "; then delete it from the dead-letter queue" : "");
        }
        return cause(kind) + ", then: " + (keepsDeadLetters ? "caravan redrive" : "caravan finder");
    }

    /** Returns what to do about objects that are retried, in one line. */
    static String ofPassing(String kind) {
        return cause(kind) + "; what failed is tried again without a command";
    }

    private static String cause(String kind) {
        return switch (kind) {
            case "Denied" -> "caravan doctor shows which right is missing; grant it";
            case "Credentials" -> "the store refuses the credentials: renew the credentials of that worker";
            case "Throttled" ->
                "the store asks for fewer requests: caravan slow --slots N, or ask the owner of the store for more";
            case "Transient", "NotFound" ->
                "the store or the network was unavailable at every attempt; check whether it is available again";
            case "SendAgain" ->
                "the destination refuses content in this form: read its message, or set another --checksum";
            case "Digest", "ContentMismatch" ->
                "other bytes arrived than the source keeps; if it happens again, look at the source's object";
            case "Archived" -> "restore the objects from their archive class, which can take hours";
            case "Invalid" -> "the store refuses the request for good: read its message, change the option";
            case "Changed" -> "the source's object changed during every attempt: wait until it stays unchanged";
            case "InvalidMessage" -> "another program sent the message: find it";
            case "GivenUp" ->
                "a part of the object was refused again and again: read the reason, and check whether the store is"
                        + " available again";
            case "UploadGone" ->
                "the destination dropped the upload: look for a lifecycle rule or a program that aborts uploads";
            default -> "read the message and remove its cause";
        };
    }
}
