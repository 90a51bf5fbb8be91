package dev.caravan.job;

import java.util.List;
import java.util.stream.Collectors;

/** Signals invalid options, with all problems. */
public final class InvalidJobException extends Exception {

    private final transient List<Problem> problems;

    public InvalidJobException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Returns whether the command line is wrong, among others. */
    public boolean usage() {
        return problems.stream().anyMatch(Problem::usage);
    }
}
