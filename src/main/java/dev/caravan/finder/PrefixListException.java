package dev.caravan.finder;

/** Signals an invalid prefix list. The message names the list and line. */
public final class PrefixListException extends RuntimeException {

    PrefixListException(String list, int line, String problem) {
        super("prefix list " + list + ", line " + line + ": " + problem);
    }

    PrefixListException(String list, String problem) {
        super("prefix list " + list + ": " + problem);
    }
}
