package dev.caravan.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What was said about the options, and where. The command line goes before Java system properties, these before the environment, this
 * before the properties file, this before the option's default. An empty value outside of the command line counts as not said.
 *
 * @param commandLine what stands there, each option with all its values
 * @param systemProperties of which only those named as an option are looked at
 * @param environment of which only the variables named as an option are looked at
 * @param file the properties file, in which every {@code caravan.…} must be an option's
 */
public record Settings(
        Map<JobOption, List<String>> commandLine,
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Map<String, String> file) {

    /** Where the properties file says so: its name in messages. */
    public static final String FILE_NAME = "application.properties";

    /** Who said a value. */
    public enum Origin {
        COMMAND_LINE,
        CONFIGURATION,
        DEFAULT
    }

    /**
     * A value, and who said it.
     *
     * @param name what it was said by, for messages
     * @param values one value, or as many as the option was repeated; none where neither anybody nor a default says one
     */
    record Setting(String name, List<String> values, Origin origin) {

        boolean given() {
            return origin != Origin.DEFAULT;
        }

        /** Without the values: one may be a secret. */
        @Override
        public String toString() {
            return "Setting[" + name + ", " + origin + "]";
        }
    }

    Setting get(JobOption option) {
        List<String> arguments = commandLine.getOrDefault(option, List.of());
        if (!arguments.isEmpty()) {
            return new Setting(option.commandLineName(), arguments, Origin.COMMAND_LINE);
        }
        String value = systemProperties.getOrDefault(option.property(), "");
        if (!value.isBlank()) {
            return configured(option.property(), value);
        }
        value = environment.getOrDefault(option.environmentName(), "");
        if (!value.isBlank()) {
            return configured(option.environmentName(), value);
        }
        value = file.getOrDefault(option.property(), "");
        if (!value.isBlank()) {
            return configured(option.property() + " in " + FILE_NAME, value);
        }
        List<String> byDefault = option.defaultValue().isEmpty() ? List.of() : List.of(option.defaultValue());
        String name = option.onCommandLine() ? option.commandLineName() : option.environmentName();
        return new Setting(name, byDefault, Origin.DEFAULT);
    }

    private static Setting configured(String name, String value) {
        return new Setting(name, List.of(value), Origin.CONFIGURATION);
    }

    /** What is wrong with it as a whole: a mistyped property, which nobody would obey, and text that lost characters. */
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

    /** Without the values: some are secrets. */
    @Override
    public String toString() {
        return "Settings[commandLine=" + commandLine.keySet() + "]";
    }
}
