package dev.caravan.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code caravan demo}: needs the local cloud of the tests, which is not part of a distribution. */
record DemoCommand(Surroundings surroundings) implements Callable<Integer> {

    static CommandSpec spec(Surroundings surroundings) {
        return Commands.spec(
                "demo",
                new DemoCommand(surroundings),
                "Copies between two local stores, to see how it looks; from a source checkout only.");
    }

    @Override
    public Integer call() {
        surroundings
                .err()
                .println(Commands.NAME + ": the demo runs from a source checkout: ./caravan demo in its folder");
        return ExitCode.USAGE;
    }
}
