package dev.caravan.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Creates shell completion scripts from the commands and their options.
 *
 * @param commands by name
 */
record Completion(Map<String, CommandSpec> commands) {

    private static final String FILES = "files";

    static final Map<String, Function<Completion, String>> SHELLS =
            new TreeMap<>(Map.of("bash", Completion::bash, "zsh", Completion::zsh, "fish", Completion::fish));

    private String bash() {
        StringBuilder script = new StringBuilder();
        script.append(
                        "# Completes caravan in bash. For good: caravan completion bash > /etc/bash_completion.d/caravan\n")
                .append("_caravan() {\n")
                .append("    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n")
                .append("    COMPREPLY=()\n")
                .append("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n")
                .append("        words='")
                .append(String.join(" ", commands.keySet()))
                .append(" --help --version'\n")
                .append("    else\n")
                .append("        case $before in\n");
        values().forEach((values, names) -> {
            script.append("            ").append(String.join(" | ", names)).append(")\n");
            if (values.equals(FILES)) {
                script.append(
                        "                while IFS= read -r file; do COMPREPLY+=(\"$file\"); done < <(compgen -f -- \"$word\")\n");
            } else if (!values.isEmpty()) {
                script.append(
                                "                while IFS= read -r value; do COMPREPLY+=(\"$value\"); done < <(compgen -W '")
                        .append(values)
                        .append("' -- \"$word\")\n");
            }
            script.append("                return ;;\n");
        });
        script.append("        esac\n        case ${COMP_WORDS[1]} in\n");
        commands.forEach((name, command) -> script.append("            ")
                .append(name)
                .append(") words='")
                .append(arguments(name, command))
                .append("' ;;\n"));
        return script.append("        esac\n    fi\n")
                .append(
                        "    while IFS= read -r value; do COMPREPLY+=(\"$value\"); done < <(compgen -W \"$words\" -- \"$word\")\n")
                .append("}\ncomplete -F _caravan caravan\n")
                .toString();
    }

    private String zsh() {
        StringBuilder script = new StringBuilder();
        script.append("#compdef caravan\n")
                .append("# Completes caravan in zsh. For good: caravan completion zsh > \"${fpath[1]}/_caravan\"\n")
                .append("_caravan() {\n    local -a found\n    if (( CURRENT == 2 )); then\n        found=(\n");
        commands.forEach((name, command) -> script.append("            ")
                .append(quoted(name + ":" + summary(command.usageMessage().description())))
                .append('\n'));
        script.append("        )\n        _describe command found\n        return\n    fi\n")
                .append("    case $words[CURRENT-1] in\n");
        values().forEach((values, names) -> {
            script.append("        ").append(String.join(" | ", names)).append(") ");
            if (values.equals(FILES)) {
                script.append("_files; ");
            } else if (!values.isEmpty()) {
                script.append("compadd -- ").append(values).append("; ");
            }
            script.append("return ;;\n");
        });
        script.append("    esac\n    case $words[2] in\n");
        commands.forEach((name, command) -> {
            script.append("        ").append(name).append(")\n            found=(\n");
            options(command)
                    .forEach((option, spec) -> script.append("                ")
                            .append(quoted(option + ":" + summary(spec.description())))
                            .append('\n'));
            script.append("            )\n            _describe -o option found\n");
            if (!words(name).isEmpty()) {
                script.append("            compadd -- ").append(words(name)).append('\n');
            }
            script.append("            ;;\n");
        });
        return script.append("    esac\n}\n")
                .append(
                        "if [ \"$funcstack[1]\" = _caravan ]; then _caravan \"$@\"; else compdef _caravan caravan; fi\n")
                .toString();
    }

    private String fish() {
        StringBuilder script = new StringBuilder();
        script.append(
                        "# Completes caravan in fish. For good: caravan completion fish > ~/.config/fish/completions/caravan.fish\n")
                .append("complete -c caravan -f\n");
        commands.forEach((name, command) -> {
            script.append("complete -c caravan -n __fish_use_subcommand -a ")
                    .append(name)
                    .append(" -d ")
                    .append(fishQuoted(summary(command.usageMessage().description())))
                    .append('\n');
            String of = "complete -c caravan -n '__fish_seen_subcommand_from " + name + "' ";
            if (!words(name).isEmpty()) {
                script.append(of).append("-a '").append(words(name)).append("'\n");
            }
            options(command).forEach((option, spec) -> {
                script.append(of).append("-l ").append(option.substring(2));
                if (takesValue(spec)) {
                    String values = values(spec);
                    script.append(
                            values.equals(FILES) ? " -r -F" : values.isEmpty() ? " -x" : " -x -a '" + values + "'");
                }
                script.append(" -d ")
                        .append(fishQuoted(summary(spec.description())))
                        .append('\n');
            });
        });
        return script.toString();
    }

    /** Returns the options with values and their completions: words, {@link #FILES}, or none. */
    private Map<String, List<String>> values() {
        Map<String, String> byOption = new TreeMap<>();
        commands.values()
                .forEach(command -> options(command).forEach((name, option) -> {
                    if (takesValue(option)) {
                        byOption.putIfAbsent(name, values(option));
                    }
                }));
        Map<String, List<String>> byValues = new LinkedHashMap<>();
        byOption.forEach((name, values) ->
                byValues.computeIfAbsent(values, unused -> new ArrayList<>()).add(name));
        return byValues;
    }

    private static Map<String, OptionSpec> options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .collect(Collectors.toMap(
                        OptionSpec::longestName, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().min() > 0;
    }

    private static String values(OptionSpec option) {
        if (option.completionCandidates() != null) {
            String values = String.join(" ", option.completionCandidates());
            return option.type().isEnum() ? values.toLowerCase(Locale.ROOT) : values;
        }
        return option.paramLabel().matches(".*\\b(FILE|DIR)\\b.*") ? FILES : "";
    }

    private String arguments(String name, CommandSpec command) {
        String words = words(name);
        return (words.isEmpty() ? "" : words + " ")
                + String.join(" ", options(command).keySet());
    }

    /** Returns the words that a command accepts in place of a URL. */
    private String words(String name) {
        return switch (name) {
            case CompletionCommand.NAME -> String.join(" ", SHELLS.keySet());
            case HelpCommand.NAME ->
                String.join(" ", commands.keySet()) + " " + HelpCommand.OPTIONS + " " + HelpCommand.TOPICS;
            default -> "";
        };
    }

    private static String summary(String... description) {
        String text = description.length == 0 ? "" : description[0].replace("%%", "%");
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        int colon = first.indexOf(": ");
        return colon < 0 ? first : first.substring(0, colon);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String fishQuoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
