package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.Verbosity;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** A subcommand of {@code caravan}. */
abstract class Command implements Callable<Integer> {

    final Surroundings surroundings;
    final PrintWriter out;
    final PrintWriter err;
    final CommandSpec spec;
    private final Map<Integer, String> exitCodes = new TreeMap<>(Map.of(
            ExitCode.USAGE,
            "the command line is wrong",
            ExitCode.CONFIGURATION,
            "the environment, the properties file or a file that it names is wrong"));

    /** Creates a command with the options that all have. */
    Command(Surroundings surroundings, String name, String... description) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
        this.err = surroundings.err();
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.exitCodeOnInvalidInput(ExitCode.USAGE).exitCodeOnExecutionException(ExitCode.RUN_FAILED);
        spec.usageMessage().description(description).autoWidth(false).synopsisSubcommandLabel("COMMAND");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .order(100)
                .description("Show this help.")
                .build());
        spec.addOption(flag("-v", Verbosity.OPTION)
                .order(102)
                .description("Log more, and show the stack trace of a failure.")
                .build());
    }

    final ParseResult arguments() {
        return spec.commandLine().getParseResult();
    }

    final boolean given(String option) {
        return arguments().hasMatchedOption(option);
    }

    /** Returns the value of an option; empty without it. */
    final String text(String option) {
        return arguments().matchedOptionValue(option, "");
    }

    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Describes an option without a value. */
    static OptionSpec.Builder flag(String... names) {
        return OptionSpec.builder(names).type(boolean.class).arity("0");
    }

    final void addFlag(String name, String description) {
        spec.addOption(flag(name).description(description).build());
    }

    /** Describes an option with one value. */
    static OptionSpec.Builder value(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .arity("1")
                .description(description);
    }

    final void addText(String name, String label, String description) {
        spec.addOption(value(name, label, description).build());
    }

    /** Adds an option whose value {@code read} converts, or refuses with an IllegalArgumentException for people. */
    final <T> void addValue(String name, String label, Class<T> type, Function<String, T> read, String description) {
        spec.addOption(value(name, label, description)
                .type(type)
                .converters(text -> {
                    try {
                        return read.apply(text);
                    } catch (IllegalArgumentException e) {
                        throw new TypeConversionException(e.getMessage());
                    }
                })
                .build());
    }

    static PositionalParamSpec argument(String label, String index, String arity, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .index(index)
                .arity(arity)
                .type(String.class)
                .description(description)
                .build();
    }

    /** Adds an exit code to the help, which shows those of all commands with it. */
    final void exitCode(int code, String meaning) {
        exitCodes.put(code, meaning);
        Map<String, String> lines = new LinkedHashMap<>();
        exitCodes.forEach((each, text) -> lines.put(" " + each, text));
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(lines);
    }

    final void exitCodesOfSignals() {
        exitCode(130, "stopped by Ctrl-C; 143: by SIGTERM");
    }

    final void examples(String... lines) {
        spec.usageMessage().footerHeading("%nExamples:%n").footer(lines);
    }
}
