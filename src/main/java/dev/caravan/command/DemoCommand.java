package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Program;
import dev.caravan.command.run.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code caravan demo}: needs the local cloud of the tests, which is not part of a distribution. */
record DemoCommand(Surroundings surroundings) implements Callable<Integer> {

    static CommandSpec spec(Surroundings surroundings) {
        CommandSpec spec = Commands.spec(
                "demo",
                new DemoCommand(surroundings),
                "Copies between two local stores, to see how it looks, or with demo fleet through finder and workers; from a source"
                        + " checkout only.");
        spec.addPositional(PositionalParamSpec.builder()
                .arity("0..*")
                .type(String[].class)
                .hidden(true)
                .build());
        return spec;
    }

    @Override
    public Integer call() {
        surroundings
                .err()
                .println(
                        Program.NAME
                                + ": the demos run from a source checkout: ./caravan demo, or ./caravan demo fleet, in its folder");
        return ExitCode.USAGE;
    }
}
