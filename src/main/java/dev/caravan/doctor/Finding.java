package dev.caravan.doctor;

import java.util.Locale;

/**
 * What came of one check.
 *
 * @param target what was looked at, for example {@code source}
 * @param check what was asked, an action of the provider's policies where it is one
 * @param result how it is
 * @param said why, one line, safe to show; may be empty
 * @param mend the line of a policy that mends it; empty where none does
 */
public record Finding(String target, String check, Result result, String said, String mend) {

    /** How it is. */
    public enum Result {
        /** The job can do it. */
        OK,
        /** It wasn't refused, but what wasn't refused could do nothing anyway. */
        LIKELY,
        /** Nobody knows, or it is only worth knowing. */
        NOTE,
        /** The job can't do it, and must. */
        WRONG;

        /** As it is shown. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
