package dev.caravan.job;

/**
 * One problem of a job, as one line.
 *
 * @param where the option, argument, variable or property, for example {@code --slots}
 * @param what is wrong and what to do; never a secret
 * @param usage whether the command line is wrong rather than the configuration
 */
public record Problem(String where, String what, boolean usage) {

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
