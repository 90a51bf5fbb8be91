package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A subcommand of {@code caravan}. */
abstract class Command implements Callable<Integer> {

    final Surroundings surroundings;
    final CommandSpec spec;

    /** Creates a command without options. */
    Command(Surroundings surroundings, String name, String... description) {
        this.surroundings = surroundings;
        this.spec = Commands.spec(name, this, description);
    }

    final ParseResult arguments() {
        return spec.commandLine().getParseResult();
    }

    /** Creates an option without a value. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /** Adds exit codes to the help: the given ones and those of all commands. */
    final void exitCodes(Map<Integer, String> own) {
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes(own));
    }

    /** Adds exit codes to the help, with those of a stopped run. */
    final void exitCodesWithSignals(Map<Integer, String> own) {
        Map<String, String> codes = codes(own);
        codes.put(" 130", "stopped by Ctrl-C; 143: by SIGTERM");
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
    }

    private static Map<String, String> codes(Map<Integer, String> own) {
        Map<String, String> codes = new LinkedHashMap<>();
        new TreeMap<>(own).forEach((code, meaning) -> codes.put(" " + code, meaning));
        codes.put(" " + ExitCode.USAGE, "the command line is wrong");
        codes.put(
                " " + ExitCode.CONFIGURATION, "the environment, the properties file or a file that it names is wrong");
        return codes;
    }

    final void examples(String... lines) {
        spec.usageMessage().footerHeading("%nExamples:%n").footer(lines);
    }
}
