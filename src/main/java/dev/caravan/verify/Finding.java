package dev.caravan.verify;

import dev.caravan.finder.Reason;
import dev.caravan.store.Failures;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import java.util.Locale;

/**
 * One object about which the two sides don't agree, or of which that can't be said.
 *
 * @param source null where the source has none
 * @param destination null where the destination has none
 * @param reason in one word: {@code size}, {@code etag}, {@code newer}, {@code content}, or the kind of a failure; empty where one of
 *     the two is missing
 * @param detail what there is to say beyond that, in one line, safe to show; may be empty
 */
record Finding(Kind kind, ObjectSummary source, ObjectSummary destination, String reason, String detail) {

    enum Kind {
        MISSING,
        EXTRA,
        DIFFERENT,
        UNREAD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding missing(ObjectSummary source) {
        return new Finding(Kind.MISSING, source, null, "", "");
    }

    static Finding extra(ObjectSummary destination) {
        return new Finding(Kind.EXTRA, null, destination, "", "");
    }

    /** Their listings tell it. */
    static Finding listed(ObjectSummary source, ObjectSummary destination, Reason reason) {
        String detail = switch (reason) {
            case SIZE -> source.size() + " bytes, " + destination.size() + " at the destination";
            case NEWER -> "of " + source.lastModified() + ", at the destination of " + destination.lastModified();
            default -> "";
        };
        return new Finding(Kind.DIFFERENT, source, destination, reason.name().toLowerCase(Locale.ROOT), detail);
    }

    /** @param at the first byte that isn't the same, counted from 0 */
    static Finding content(ObjectSummary source, ObjectSummary destination, long at) {
        return new Finding(Kind.DIFFERENT, source, destination, "content", "from byte " + at + " on");
    }

    static Finding unread(ObjectSummary source, ObjectSummary destination, StoreException why) {
        return new Finding(Kind.UNREAD, source, destination, Failures.kind(why), String.valueOf(why.getMessage()));
    }

    /** Of what is there, the source's first. */
    long size() {
        return source == null ? destination.size() : source.size();
    }
}
