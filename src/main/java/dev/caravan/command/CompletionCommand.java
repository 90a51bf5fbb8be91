package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;

/** {@code caravan completion}: prints a shell's completion script. */
final class CompletionCommand extends Command {

    static final String NAME = "completion";

    CompletionCommand(Surroundings surroundings) {
        super(
                surroundings,
                NAME,
                "Prints the script that completes commands, options and their values in a shell.",
                "",
                "bash: source <(caravan completion bash); zsh: the same; fish: caravan completion fish | source.");
        spec.addPositional(
                argument("SHELL", "0", "1", "One of " + String.join(", ", Completion.SHELLS.keySet()) + "."));
    }

    @Override
    public Integer call() {
        String shell = arguments().matchedPositionalValue(0, "");
        if (!Completion.SHELLS.containsKey(shell)) {
            throw wrong("SHELL: one of " + String.join(", ", Completion.SHELLS.keySet()));
        }
        out.print(Completion.SHELLS.get(shell).apply(new Completion(Commands.all(surroundings))));
        return ExitCode.DONE;
    }
}
