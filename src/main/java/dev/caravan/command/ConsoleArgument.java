package dev.caravan.command;

import dev.caravan.job.JobOption;
import dev.caravan.job.OptionKind;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Lets {@code --console} take the next argument only if it is one of its values: it may be SOURCE. */
final class ConsoleArgument implements IParameterPreprocessor {

    /** The meaning of {@code --console} without a value. */
    static final String ALONE = "read";

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's own signature
    public boolean preprocess(
            Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> information) {
        Object separator = information.get("separator");
        boolean attached = separator != null && !separator.toString().isBlank();
        if (!attached && (arguments.isEmpty() || !isValue(arguments.peek()))) {
            arguments.push(ALONE);
        }
        return false;
    }

    private static boolean isValue(String argument) {
        return JobOption.CONSOLE.kind() instanceof OptionKind.Choice choice
                && choice.values().stream().anyMatch(argument::equalsIgnoreCase);
    }
}
