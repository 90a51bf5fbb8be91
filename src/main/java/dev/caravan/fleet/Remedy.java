package dev.caravan.fleet;

/** What an operator does about objects that failed for one kind of reason. */
final class Remedy {

    private static final String AGAIN = ", then: caravan redrive";

    private Remedy() {}

    /**
     * Returns what to do, in one line.
     *
     * @param kind as the records name it, such as {@code Denied}
     */
    static String of(String kind) {
        return switch (kind) {
            case "Denied" -> "caravan doctor tells which right is missing; grant it" + AGAIN;
            case "Throttled" -> "the store asks for fewer requests: use fewer workers or slots" + AGAIN;
            case "Transient", "NotFound", "SendAgain" ->
                "the store or the way to it was away at every try; look whether it is back" + AGAIN;
            case "Digest", "ContentMismatch" ->
                "other bytes arrived than the source keeps: caravan redrive; if it happens again, look at the source's object";
            case "Archived" -> "restore the object from its archive class" + AGAIN;
            case "Invalid" -> "the store refuses the request for good: read its words, change the option" + AGAIN;
            case "Changed" -> "the source's object changed at every try: caravan redrive when it rests";
            case "InvalidMessage" -> "a stranger's message: find its sender, then delete it from the dead-letter queue";
            case "GivenUp", "UploadGone" -> "caravan status --failed tells why; mend that, then: caravan finder";
            default -> "read the message, mend its cause" + AGAIN;
        };
    }
}
