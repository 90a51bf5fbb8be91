package dev.caravan.finder;

import dev.caravan.store.Printable;

/** Keys in messages for people: in quotes, because spaces count, and fit for one line. */
final class Quoted {

    private Quoted() {}

    static String key(String key) {
        return '"' + Printable.of(key) + '"';
    }
}
