package dev.caravan.job;

import dev.caravan.job.OptionKind.Notation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The option values by origin. The command line overrides Java system properties, then environment, properties file,
 * and default. An empty value outside the command line counts as unset.
 *
 * @param commandLine all values of each option
 * @param systemProperties only those named as an option are used
 * @param environment only those named as an option are used
 * @param file properties file, in which every {@code caravan.…} must be an option
 */
public record Settings(
        Map<JobOption, List<String>> commandLine,
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Map<String, String> file) {

    /** The properties file's name in messages. */
    public static final String FILE_NAME = "application.properties";

    /**
     * An option's value with its origin.
     *
     * @param name by which it is set, for messages
     * @param values one, or as many as the option was repeated; none if unset without a default
     * @param given whether it is set, rather than the default
     * @param argument whether the command line sets it
     */
    public record Setting(JobOption option, String name, List<String> values, boolean given, boolean argument) {

        /** Returns all values in one text, as the environment has them. */
        public String text() {
            // Outside of the command line a comma separates, unless there is a backslash before it.
            boolean separated = argument && (option.kind() == Notation.GLOBS || option.kind() == Notation.PREFIXES);
            return values.stream()
                    .map(value -> separated ? value.replace(",", "\\,") : value)
                    .collect(Collectors.joining(","));
        }

        /** Hides the values, which may be secrets. */
        @Override
        public String toString() {
            return "Setting[" + name + "]";
        }
    }

    public Setting get(JobOption option) {
        List<String> arguments = commandLine.getOrDefault(option, List.of());
        if (!arguments.isEmpty()) {
            return new Setting(option, option.commandLineName(), arguments, true, true);
        }
        String value = systemProperties.getOrDefault(option.property(), "");
        if (!value.isBlank()) {
            return configured(option, option.property(), value);
        }
        value = environment.getOrDefault(option.environmentName(), "");
        if (!value.isBlank()) {
            return configured(option, option.environmentName(), value);
        }
        value = file.getOrDefault(option.property(), "");
        if (!value.isBlank()) {
            return configured(option, option.property() + " in " + FILE_NAME, value);
        }
        List<String> byDefault = option.defaultValue().isEmpty() ? List.of() : List.of(option.defaultValue());
        String name = option.onCommandLine() ? option.commandLineName() : option.environmentName();
        return new Setting(option, name, byDefault, false, false);
    }

    private static Setting configured(JobOption option, String name, String value) {
        return new Setting(option, name, List.of(value), true, false);
    }

    /** Returns general problems: unknown properties, and text that lost characters. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(file.keySet());
        names.removeIf(name -> !name.startsWith("caravan."));
        for (JobOption option : JobOption.values()) {
            names.remove(option.property());
            requireWhole(option.property(), systemProperties.get(option.property()), problems);
            requireWhole(option.environmentName(), environment.get(option.environmentName()), problems);
            requireWhole(option.property() + " in " + FILE_NAME, file.get(option.property()), problems);
        }
        names.forEach(name -> problems.add(new Problem(
                Printable.of(name) + " in " + FILE_NAME, "there is no such property; see docs/options.md", false)));
        return problems;
    }

    private static void requireWhole(String name, String value, List<Problem> problems) {
        if (value != null && Garbled.is(value)) {
            problems.add(new Problem(name, Garbled.why(), false));
        }
    }

    /** Hides the values, some of which are secrets. */
    @Override
    public String toString() {
        return "Settings[commandLine=" + commandLine.keySet() + "]";
    }
}
