package dev.caravan.finder;

/** A prefix list can't be used as it stands. The message names the list and the line. */
public final class PrefixListException extends RuntimeException {

    PrefixListException(String list, int line, String problem) {
        super("prefix list " + list + ", line " + line + ": " + problem);
    }

    PrefixListException(String list, String problem) {
        super("prefix list " + list + ": " + problem);
    }
}
