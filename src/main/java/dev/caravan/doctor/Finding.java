package dev.caravan.doctor;

import java.util.Locale;

/**
 * The result of one check.
 *
 * @param target for example {@code source}
 * @param check what was checked, if possible an action of the provider's policies
 * @param said why, in one escaped line; may be empty
 * @param mend a policy statement that solves it; empty if none
 */
public record Finding(String target, String check, Result result, String said, String mend) {

    public enum Result {
        OK,
        /** The request was rejected for another reason; permission is likely but unproven. */
        LIKELY,
        /** Unknown, or only informative. */
        NOTE,
        /** The job needs it and can't do it. */
        WRONG;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
