package dev.caravan.job;

/**
 * One thing that is wrong with a job, as one line for people.
 *
 * @param where the option, argument, variable or property as it was written, for example {@code --slots}
 * @param what what is wrong, and what to do; never a secret
 * @param usage whether the command line is wrong, not the configuration around it
 */
public record Problem(String where, String what, boolean usage) {

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
