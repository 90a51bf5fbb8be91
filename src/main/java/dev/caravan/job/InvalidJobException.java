package dev.caravan.job;

import java.util.List;
import java.util.stream.Collectors;

/** The options make no job. Says everything that is wrong with them at once. */
public final class InvalidJobException extends Exception {

    private final transient List<Problem> problems;

    public InvalidJobException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Whether the command line is wrong, at least among other things. */
    public boolean usage() {
        return problems.stream().anyMatch(Problem::usage);
    }
}
