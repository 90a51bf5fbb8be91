package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code caravan demo}: needs the tests' local cloud, which isn't in a distribution. */
final class DemoCommand extends Command {

    DemoCommand(Surroundings surroundings) {
        super(
                surroundings,
                "demo",
                "Shows a copy between two local stores; demo fleet shows one with finder and workers. From a source checkout"
                        + " only.");
        spec.addPositional(PositionalParamSpec.builder()
                .arity("0..*")
                .type(String[].class)
                .hidden(true)
                .build());
    }

    @Override
    public Integer call() {
        err.println(
                "caravan: the demos run from a source checkout: ./caravan demo, or ./caravan demo fleet, in its folder");
        return ExitCode.USAGE;
    }
}
