package dev.caravan.command;

import dev.caravan.command.run.Surroundings;
import dev.caravan.job.Egress;
import dev.caravan.job.EgressReader;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.JobReader;
import dev.caravan.job.OptionGroup;
import dev.caravan.job.OptionKind;
import dev.caravan.job.Settings;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The arguments of commands about a job, from the list of options, and the job they define. */
final class JobArguments {

    private JobArguments() {}

    /** Adds URLs and the options that the command uses. */
    static void addTo(CommandSpec spec, Predicate<JobOption> kept) {
        spec.addPositional(Command.argument("SOURCE", "0", "0..1", "The bucket, or folder of a bucket, to copy from."));
        spec.addPositional(Command.argument("DEST", "1", "0..1", "The bucket, or folder of a bucket, to copy to."));
        spec.usageMessage().customSynopsis("caravan " + spec.name() + " [OPTIONS] SOURCE DEST");
        addOptions(spec, kept);
    }

    /** Adds options to a command without a whole job. */
    static void addOptions(CommandSpec spec, Predicate<JobOption> kept) {
        spec.usageMessage().sortOptions(false);
        int order = 0;
        for (OptionGroup group : OptionGroup.values()) {
            ArgGroupSpec.Builder heading = ArgGroupSpec.builder()
                    .exclusive(false)
                    .validate(false)
                    .order(order++)
                    .heading("%n" + group.heading() + ":%n");
            for (JobOption option : JobOption.values()) {
                if (option.group() == group && option.onCommandLine() && kept.test(option)) {
                    heading.addArg(option(option));
                    if (!option.formerName().isEmpty()) {
                        heading.addArg(option(option).toBuilder()
                                .names(option.formerName())
                                .hidden(true)
                                .build());
                    }
                }
            }
            if (!heading.args().isEmpty()) {
                spec.addArgGroup(heading.build());
            }
        }
    }

    /** Adds options that the help doesn't show: the command refuses them and says why. */
    static void addHidden(CommandSpec spec, Predicate<JobOption> kept) {
        for (JobOption option : JobOption.values()) {
            if (option.onCommandLine() && kept.test(option)) {
                spec.addOption(option(option).toBuilder().hidden(true).build());
            }
        }
    }

    private static OptionSpec option(JobOption option) {
        OptionSpec.Builder spec = OptionSpec.builder(
                        option.commandLineName(), option.aliases().toArray(String[]::new))
                .paramLabel(option.kind().label())
                .type(String.class)
                .arity("1")
                .description(description(option));
        if (option == JobOption.KEYS_NULL) {
            spec.names(option.commandLineName(), "-0");
        }
        if (option.kind() == OptionKind.Notation.FLAG) {
            // With arity 0..1, a Boolean takes the next argument only if it is true or false.
            spec.type(Boolean.class).arity("0..1").fallbackValue("true").negatable(option == JobOption.METADATA);
        } else if (option.kind().several()) {
            spec.type(List.class).auxiliaryTypes(String.class);
        } else if (option == JobOption.CONSOLE) {
            spec.arity("0..1").fallbackValue(ConsoleArgument.ALONE).preprocessor(new ConsoleArgument());
        } else if (option.kind() instanceof OptionKind.Choice choice) {
            spec.completionCandidates(
                    choice.values().stream().filter(value -> !value.isEmpty()).toList());
        }
        return spec.build();
    }

    private static String description(JobOption option) {
        StringBuilder text = new StringBuilder(option.help());
        String range = option.kind().range();
        boolean choice = option.kind() instanceof OptionKind.Choice || option.kind() == OptionKind.Notation.FLAG;
        if (!choice && !option.kind().several() && !range.isEmpty()) {
            text.append(' ')
                    .append(Character.toUpperCase(range.charAt(0)))
                    .append(range, 1, range.length())
                    .append('.');
        }
        if (!option.defaultValue().isEmpty() && !option.defaultValue().equals("false")) {
            text.append(" Default: ").append(option.defaultValue()).append('.');
        }
        return text.append(" [")
                .append(option.environmentName())
                .append(']')
                .toString()
                .replace("%", "%%");
    }

    static Job read(ParseResult arguments, Surroundings surroundings) throws InvalidJobException {
        return read(arguments, settings(arguments, surroundings));
    }

    static Job read(ParseResult arguments, Settings settings) throws InvalidJobException {
        return JobReader.read(
                arguments.matchedPositionalValue(0, (String) null),
                arguments.matchedPositionalValue(1, (String) null),
                settings);
    }

    static Settings settings(ParseResult arguments, Surroundings surroundings) throws InvalidJobException {
        return settings(arguments, surroundings, option -> true, Map.of());
    }

    /**
     * Reads the settings of a command with few options.
     *
     * @param kept its options; others may share names with its own
     * @param fixed values that can't be changed
     */
    static Settings settings(
            ParseResult arguments,
            Surroundings surroundings,
            Predicate<JobOption> kept,
            Map<JobOption, List<String>> fixed)
            throws InvalidJobException {
        Map<JobOption, List<String>> given = new EnumMap<>(JobOption.class);
        given.putAll(fixed);
        Map<String, OptionSpec> matched = new HashMap<>();
        for (OptionSpec option : arguments.matchedOptionsSet()) {
            for (String name : option.names()) {
                matched.put(name, option);
            }
        }
        for (JobOption option : JobOption.values()) {
            for (String name : List.of(option.formerName(), option.commandLineName())) {
                OptionSpec spec = kept.test(option) ? matched.get(name) : null;
                if (spec != null) {
                    given.put(option, values(spec.getValue()));
                }
            }
        }
        Settings settings = surroundings.settings(given);
        // Queue, table, secrets and prefix lists are reached as the process is.
        Egress.ofProcess(EgressReader.read(settings));
        return settings;
    }

    private static List<String> values(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }
}
