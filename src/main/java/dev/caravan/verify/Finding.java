package dev.caravan.verify;

import dev.caravan.finder.Reason;
import dev.caravan.store.Failures;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import java.util.Locale;

/**
 * An object that differs between the two sides, or can't be compared.
 *
 * @param source null if missing
 * @param destination null if missing, or if the source's object can't be looked up
 * @param reason {@code size}, {@code etag}, {@code newer}, {@code time}, {@code content}, or the kind of a failure; empty
 *     if one side is missing
 * @param detail further text in one line, escaped; may be empty
 */
record Finding(Kind kind, ObjectSummary source, ObjectSummary destination, String reason, String detail) {

    /** The results of comparing; no finding is of the first. */
    enum Kind {
        SAME,
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

    /** Creates a finding from the listings. */
    static Finding listed(ObjectSummary source, ObjectSummary destination, Reason reason) {
        String detail = switch (reason) {
            case SIZE -> source.size() + " bytes, " + destination.size() + " at the destination";
            case NEWER -> "of " + source.lastModified() + ", at the destination of " + destination.lastModified();
            case TIME -> "both of " + source.lastModified() + ", so the source may have changed after the copy";
            default -> "";
        };
        return new Finding(Kind.DIFFERENT, source, destination, reason.name().toLowerCase(Locale.ROOT), detail);
    }

    /** Creates a finding of a difference in content at byte {@code at}, from 0. */
    static Finding content(ObjectSummary source, ObjectSummary destination, long at) {
        return new Finding(Kind.DIFFERENT, source, destination, "content", "from byte " + at + " on");
    }

    static Finding unread(ObjectSummary source, ObjectSummary destination, StoreException why) {
        return new Finding(Kind.UNREAD, source, destination, Failures.kind(why), String.valueOf(why.getMessage()));
    }

    /** Returns the size of the source, or else of the destination. */
    long size() {
        return source == null ? destination.size() : source.size();
    }
}
