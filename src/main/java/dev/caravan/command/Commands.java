package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Failures;
import dev.caravan.command.run.Program;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.Verbosity;
import dev.caravan.job.Garbled;
import dev.caravan.job.NativeCrypto;
import dev.caravan.job.Printable;
import dev.caravan.observe.logs.LogFormat;
import dev.caravan.report.StatusJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command {@code caravan} with its subcommands. */
public final class Commands {

    private static final List<String> VERSION = List.of("-V", "--version");
    private static final String JSON = "--json";

    /** Lambdas that return an interface: a start loads only the class of the command that it runs. */
    private static final Map<String, Function<Surroundings, Callable<Integer>>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("sync", with -> new SyncCommand(with));
        SUBCOMMANDS.put("finder", with -> new FinderCommand(with));
        SUBCOMMANDS.put("worker", with -> new WorkerCommand(with));
        SUBCOMMANDS.put("verify", with -> new VerifyCommand(with));
        SUBCOMMANDS.put("status", with -> new StatusCommand(with));
        SUBCOMMANDS.put("console", with -> new ConsoleCommand(with));
        SUBCOMMANDS.put("pause", with -> OrdersCommand.pause(with));
        SUBCOMMANDS.put("slow", with -> OrdersCommand.slow(with));
        SUBCOMMANDS.put("resume", with -> OrdersCommand.resume(with));
        SUBCOMMANDS.put("redrive", with -> new RedriveCommand(with));
        SUBCOMMANDS.put("uploads", with -> new UploadsCommand(with));
        SUBCOMMANDS.put("doctor", with -> new DoctorCommand(with));
        SUBCOMMANDS.put("deploy", with -> new DeployCommand(with));
        SUBCOMMANDS.put("destroy", with -> new DestroyCommand(with));
        SUBCOMMANDS.put("demo", with -> new DemoCommand(with));
        SUBCOMMANDS.put(CompletionCommand.NAME, with -> new CompletionCommand(with));
        SUBCOMMANDS.put(HelpCommand.NAME, with -> new HelpCommand(with));
    }

    private Commands() {}

    /**
     * Runs a command line.
     *
     * @param systemProperties may set {@code caravan.…}
     * @param environment settings and secrets
     * @param out for results and help
     * @param err for problems
     * @return one of {@link ExitCode}
     */
    public static int run(
            String[] arguments,
            Map<String, String> systemProperties,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err) {
        PrintWriter formatted;
        try {
            formatted = LogFormat.of(environment).over(err);
        } catch (IllegalArgumentException e) {
            err.println("caravan: " + e.getMessage());
            return ExitCode.CONFIGURATION;
        }
        int code = execute(arguments, new Surroundings(systemProperties, environment, out, formatted));
        if (out.checkError() && (code == ExitCode.DONE || code == ExitCode.OBJECTS_FAILED)) {
            formatted.println(Program.NAME + ": standard output can't be written" + StandardOutput.why(out));
            code = ExitCode.RUN_FAILED;
        }
        formatted.flush();
        return code;
    }

    private static int execute(String[] arguments, Surroundings surroundings) {
        PrintWriter err = surroundings.err();
        for (String argument : arguments) {
            if (Garbled.is(argument)) {
                err.println(Program.NAME + ": the argument " + Printable.quoted(argument) + " " + Garbled.why());
                return ExitCode.USAGE;
            }
        }
        CommandSpec caravan = new Unnamed(surroundings).spec;
        if (Arrays.stream(arguments).anyMatch(VERSION::contains)) {
            caravan.version(List.of(arguments).contains(JSON) ? new String[] {versionJson(surroundings)} : version());
        }
        needed(arguments).forEach((name, command) -> caravan.addSubcommand(name, spec(command, surroundings)));
        caravan.addOption(OptionSpec.builder(VERSION.toArray(String[]::new))
                .versionHelp(true)
                .order(101)
                .description("Show the version.")
                .build());
        caravan.addOption(OptionSpec.builder(JSON)
                .order(103)
                .description("With --version: print one JSON object.")
                .build());
        caravan.usageMessage()
                .footer("", "caravan sync --help shows its options; caravan help options shows them all.");
        CommandLine commands = line(caravan)
                .setOut(surroundings.out())
                .setErr(err)
                .setExpandAtFiles(false)
                .setExecutionStrategy(Verbosity::applied)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::running);
        try {
            return commands.execute(arguments);
        } catch (Error e) {
            // The handlers get exceptions only; left alone, the process would answer 1, which says something else.
            Failures.unexpected(e, Verbosity.asked(commands.getParseResult()), err);
            return ExitCode.RUN_FAILED;
        }
    }

    /** Returns a command line that shows help in plain lines. */
    static CommandLine line(CommandSpec spec) {
        CommandLine line = new CommandLine(spec);
        HelpWidth.set(line);
        return line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setInterpolateVariables(false);
    }

    private static String[] version() {
        return new String[] {
            Program.NAME + " " + Program.version(),
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vendor"),
            "Ciphers of " + NativeCrypto.inUse()
        };
    }

    private static String versionJson(Surroundings surroundings) {
        return StatusJson.JSON
                .createObjectNode()
                .put("version", Program.version())
                .put("build", build(surroundings))
                .put("java", System.getProperty("java.version"))
                .put("javaVendor", System.getProperty("java.vendor"))
                .put("ciphers", NativeCrypto.inUse())
                .toString()
                .replace("%", "%%");
    }

    /** Returns the ID that the build gave to the installation, or nothing if there is none. */
    private static String build(Surroundings surroundings) {
        try {
            Path home = surroundings.home().orElse(Path.of(""));
            return Files.readString(home.resolve("lib/BUILD-ID")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the subcommands that the arguments can mean, since creating one describes up to a hundred options. */
    private static Map<String, Function<Surroundings, Callable<Integer>>> needed(String[] arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        if (SUBCOMMANDS.containsKey(first) && !first.equals(HelpCommand.NAME)) {
            return Map.of(first, SUBCOMMANDS.get(first));
        }
        boolean version =
                VERSION.contains(first) && Arrays.stream(arguments).skip(1).allMatch(JSON::equals);
        return version ? Map.of() : SUBCOMMANDS;
    }

    static Map<String, CommandSpec> all(Surroundings surroundings) {
        Map<String, CommandSpec> all = new LinkedHashMap<>();
        SUBCOMMANDS.forEach((name, command) -> all.put(name, spec(command, surroundings)));
        return all;
    }

    private static CommandSpec spec(Function<Surroundings, Callable<Integer>> command, Surroundings surroundings) {
        return ((Command) command.apply(surroundings)).spec;
    }

    /** Lists the commands for {@code caravan} without arguments. */
    private static final class Unnamed extends Command {

        Unnamed(Surroundings surroundings) {
            super(
                    surroundings,
                    Program.NAME,
                    "Copies the objects of one bucket that are missing or different in another bucket.");
        }

        @Override
        public Integer call() {
            err.println("caravan: a command is required");
            spec.commandLine().usage(err);
            return ExitCode.USAGE;
        }
    }
}
