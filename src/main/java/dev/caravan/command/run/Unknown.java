package dev.caravan.command.run;

import dev.caravan.job.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Suggests what unknown arguments of a command may mean: other tools' names, or similar spellings. */
record Unknown(CommandSpec command) {

    private static final int MOST_SUGGESTIONS = 2;
    private static final int MOST_EDITS = 3;

    /** Other tools' words and their equivalents here; see habits.properties. */
    private static final Properties HABITS = Program.properties("habits.properties");

    /** Returns a line for each unknown argument, except after an unknown option, whose value it may be. */
    static List<String> lines(CommandLine command, List<String> arguments) {
        Unknown unknown = new Unknown(command.getCommandSpec());
        List<String> lines = arguments.stream()
                .filter(argument -> argument.startsWith("-"))
                .map(unknown::option)
                .toList();
        return lines.isEmpty() ? List.of(unknown.word(arguments.get(0))) : lines;
    }

    private String option(String argument) {
        String name = argument.split("=", 2)[0];
        return "unknown option " + Printable.of(name) + hint(name, options());
    }

    private String word(String argument) {
        if (command.parent() == null) {
            return "there is no command " + Printable.of(argument)
                    + hint(argument, command.subcommands().keySet());
        }
        String places =
                command.positionalParameters().stream().map(ArgSpec::paramLabel).collect(Collectors.joining(" and "));
        return "one argument too many for " + command.qualifiedName() + ": " + Printable.of(argument) + "; it takes "
                + (places.isEmpty() ? "options only" : places);
    }

    private Set<String> options() {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .collect(Collectors.toSet());
    }

    private String hint(String said, Set<String> names) {
        String normal = said.startsWith("-") && !said.startsWith("--") ? said : normal(said);
        if (names.contains(normal)) {
            return "; did you mean " + normal + "?";
        }
        String habit = HABITS.getProperty(normal, "");
        if (!habit.isEmpty() && isThere(habit, names)) {
            return ": " + habit;
        }
        List<String> near = near(normal, names);
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    /** Converts other tools' spelling to an option of this command. */
    private static String normal(String said) {
        return said.toLowerCase(Locale.ROOT)
                .replace('_', '-')
                .replaceFirst("^--src-", "--source-")
                .replaceFirst("^--(dst|destination)-", "--dest-");
    }

    /** Returns whether the command has the options that a hint names. */
    private static boolean isThere(String habit, Set<String> names) {
        return habit.contains("caravan ")
                || Stream.of(habit.split("[ ,;]+", -1))
                        .allMatch(word -> !word.startsWith("--") || names.contains(word));
    }

    private static List<String> near(String said, Set<String> names) {
        int most = Math.min(MOST_EDITS, Math.max(1, said.replace("-", "").length() / 3));
        return names.stream()
                .filter(name -> edits(said, name) <= most)
                .sorted(Comparator.comparingInt((String name) -> edits(said, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_SUGGESTIONS)
                .toList();
    }

    /** Returns the number of insertions, deletions, replacements and swaps of neighbours. */
    static int edits(String one, String other) {
        int[][] edits = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                edits[i][j] = Math.min(Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[one.length()][other.length()];
    }
}
