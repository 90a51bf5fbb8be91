package dev.caravan.command.run;

import dev.caravan.job.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
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
        List<String> lines = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("-")) {
                lines.add(unknown.option(argument));
            }
        }
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
        String places = command.positionalParameters().isEmpty()
                ? "it takes options only"
                : "it takes "
                        + String.join(
                                " and ",
                                command.positionalParameters().stream()
                                        .map(ArgSpec::paramLabel)
                                        .toList());
        return "one argument too many for " + command.qualifiedName() + ": " + Printable.of(argument) + "; " + places;
    }

    private Set<String> options() {
        Set<String> names = new TreeSet<>();
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                names.add(option.longestName());
            }
        }
        return names;
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
        for (String word : habit.split("[ ,;]+", -1)) {
            if (word.startsWith("--") && !habit.contains("caravan ") && !names.contains(word)) {
                return false;
            }
        }
        return true;
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
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[other.length()];
    }
}
