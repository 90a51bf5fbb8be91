package dev.caravan.finder;

/**
 * A part of the source's key space, and of the destination's under the key mapping. Every key is in exactly one range.
 *
 * @param prefix what its keys begin with
 * @param after they come after this key; empty for all with the prefix
 * @param end they don't come after this key, which need not exist; empty for all with the prefix
 * @param top nothing was seen after this key when somebody last looked; only a hint, empty for none
 */
record KeyRange(String prefix, String after, String end, String top) {

    /** One key. */
    static KeyRange ofKey(String key) {
        return new KeyRange(key, "", key, "");
    }

    /** All keys with a prefix. */
    static KeyRange of(String prefix) {
        return new KeyRange(prefix, "", "", "");
    }
}
