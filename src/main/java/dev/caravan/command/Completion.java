package dev.caravan.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Creates shell completion scripts from the commands, by name, and their options. */
record Completion(Map<String, CommandSpec> commands) {

    private static final String FILES = "files";

    static final Map<String, Function<Completion, String>> SHELLS =
            new TreeMap<>(Map.of("bash", Completion::bash, "zsh", Completion::zsh, "fish", Completion::fish));

    private String bash() {
        String values = each(values(), (words, names) -> """
                            %s)
                %s                return ;;
                """.formatted(String.join(" | ", names), bashOffer(words)));
        String arguments = each(commands, (name, command) -> {
            String offered =
                    words(name) + " " + String.join(" ", options(command).keySet());
            return "            %s) words='%s' ;;\n".formatted(name, offered.strip());
        });
        return """
                # Completes caravan in bash. For good: caravan completion bash > /etc/bash_completion.d/caravan
                _caravan() {
                    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=
                    COMPREPLY=()
                    if [ "$COMP_CWORD" -eq 1 ]; then
                        words='%s --help --version'
                    else
                        case $before in
                %s        esac
                        case ${COMP_WORDS[1]} in
                %s        esac
                    fi
                    while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -W "$words" -- "$word")
                }
                complete -F _caravan caravan
                """.formatted(String.join(" ", commands.keySet()), values, arguments);
    }

    private static String bashOffer(String words) {
        String what = words.equals(FILES) ? "-f" : "-W '" + words + "'";
        return words.isEmpty()
                ? ""
                : "                while IFS= read -r value; do COMPREPLY+=(\"$value\"); done < <(compgen " + what
                        + " -- \"$word\")\n";
    }

    private String zsh() {
        String names = each(
                commands,
                (name, command) -> "            %s\n"
                        .formatted(quoted(
                                name + ":" + summary(command.usageMessage().description()))));
        String values = each(values(), (words, options) -> {
            String offer = words.equals(FILES) ? "_files; " : words.isEmpty() ? "" : "compadd -- " + words + "; ";
            return "        %s) %sreturn ;;\n".formatted(String.join(" | ", options), offer);
        });
        String options = each(commands, (name, command) -> """
                        %s)
                            found=(
                %s            )
                            _describe -o option found
                %s            ;;
                """.formatted(
                        name,
                        each(
                                options(command),
                                (option, spec) -> "                %s\n"
                                        .formatted(quoted(option + ":" + summary(spec.description())))),
                        words(name).isEmpty() ? "" : "            compadd -- " + words(name) + "\n"));
        return """
                #compdef caravan
                # Completes caravan in zsh. For good: caravan completion zsh > "${fpath[1]}/_caravan"
                _caravan() {
                    local -a found
                    if (( CURRENT == 2 )); then
                        found=(
                %s        )
                        _describe command found
                        return
                    fi
                    case $words[CURRENT-1] in
                %s    esac
                    case $words[2] in
                %s    esac
                }
                if [ "$funcstack[1]" = _caravan ]; then _caravan "$@"; else compdef _caravan caravan; fi
                """.formatted(names, values, options);
    }

    private String fish() {
        return """
                # Completes caravan in fish. For good: caravan completion fish > ~/.config/fish/completions/caravan.fish
                complete -c caravan -f
                """ + each(commands, this::fish);
    }

    private String fish(String name, CommandSpec command) {
        String of = "complete -c caravan -n '__fish_seen_subcommand_from " + name + "' ";
        return "complete -c caravan -n __fish_use_subcommand -a " + name + " -d "
                + fishQuoted(summary(command.usageMessage().description())) + "\n"
                + (words(name).isEmpty() ? "" : of + "-a '" + words(name) + "'\n")
                + each(
                        options(command),
                        (option, spec) -> of + "-l " + option.substring(2) + fishOffer(spec) + " -d "
                                + fishQuoted(summary(spec.description())) + "\n");
    }

    private static String fishOffer(OptionSpec option) {
        if (!takesValue(option)) {
            return "";
        }
        String values = values(option);
        return values.equals(FILES) ? " -r -F" : values.isEmpty() ? " -x" : " -x -a '" + values + "'";
    }

    private static <V> String each(Map<String, V> map, BiFunction<String, V, String> text) {
        return map.entrySet().stream()
                .map(entry -> text.apply(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    /** Returns the options with values by their completions: words, {@link #FILES}, or none. */
    private Map<String, List<String>> values() {
        Map<String, String> byOption = commands.values().stream()
                .flatMap(command -> options(command).entrySet().stream())
                .filter(option -> takesValue(option.getValue()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, option -> values(option.getValue()), (one, other) -> one, TreeMap::new));
        return byOption.keySet().stream()
                .collect(Collectors.groupingBy(byOption::get, LinkedHashMap::new, Collectors.toList()));
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
        return text.split("[.:] ", 2)[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String fishQuoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
