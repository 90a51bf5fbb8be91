package dev.caravan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call of {@code caravan} in a block of shell commands.
 *
 * @param line of the page at which the block begins
 * @param environment the variables before the command
 * @param arguments after {@code caravan}
 * @param mayFail whether the block continues if this command fails
 * @param fed whether the command reads the output of another command
 */
public record DocCommand(
        int line, Map<String, String> environment, List<String> arguments, boolean mayFail, boolean fed) {

    private static final Set<String> NAMES = Set.of("caravan", "./caravan", "bin/caravan", "caravan/bin/caravan");
    private static final Set<String> WORDS = Set.of("until", "while", "if", "do", "then", "else", "!", "exec", "sudo");
    private static final Set<String> CONDITIONS = Set.of("until", "while", "if");

    /** Returns the calls in a block, in their order. */
    public static List<DocCommand> of(DocPage.Block block) {
        return new Shell(block).commands();
    }

    /** Returns the files that a block writes by {@code cat > FILE <<'END'}, with their text. */
    public static Map<String, String> files(DocPage.Block block) {
        Map<String, String> files = new LinkedHashMap<>();
        String name = null;
        StringBuilder text = new StringBuilder();
        for (String line : block.lines()) {
            if (name == null && line.startsWith("cat > ") && line.endsWith("<<'END'")) {
                name = line.substring(6, line.indexOf(" <<"));
            } else if ("END".equals(line) && name != null) {
                files.put(name, text.toString());
                text.setLength(0);
                name = null;
            } else if (name != null) {
                text.append(line).append('\n');
            }
        }
        return files;
    }

    @Override
    public String toString() {
        return "line " + line + ": caravan " + String.join(" ", arguments);
    }

    /** Splits the text of a block as a shell does: quotes, comments, operators. */
    private static final class Shell {

        private final DocPage.Block block;
        private final String text;
        private final List<DocCommand> commands = new ArrayList<>();
        private List<String> words = new ArrayList<>();
        private StringBuilder word;
        private boolean fed;
        private int at;

        Shell(DocPage.Block block) {
            this.block = block;
            this.text = String.join("\n", typed(block)) + "\n";
        }

        /** Returns the typed lines, without output and without the text of files. */
        private static List<String> typed(DocPage.Block block) {
            List<String> lines = new ArrayList<>();
            boolean more = false;
            boolean inFile = false;
            for (String line : block.lines()) {
                if (inFile) {
                    inFile = !line.equals("END");
                } else if (!block.kind().equals("console")) {
                    lines.add(line.replaceAll(" <<'END'$", ""));
                    inFile = line.endsWith("<<'END'");
                } else if (more || line.startsWith("$ ")) {
                    lines.add(more ? line : line.substring(2));
                    more = line.endsWith("\\");
                }
            }
            return lines;
        }

        List<DocCommand> commands() {
            while (at < text.length()) {
                char c = text.charAt(at++);
                switch (c) {
                    case '\'' -> quoted('\'');
                    case '"' -> quoted('"');
                    case '\\' -> {
                        if (text.charAt(at) != '\n') {
                            append(text.charAt(at));
                        }
                        at++;
                    }
                    case ' ', '\t' -> endWord();
                    case '#' -> {
                        if (word == null) {
                            at = text.indexOf('\n', at);
                        } else {
                            append(c);
                        }
                    }
                    case '<', '>' -> {
                        endWord();
                        redirect();
                    }
                    case '|', '&', ';', '(', ')', '\n' -> end(c);
                    default -> append(c);
                }
            }
            return commands;
        }

        private void append(char c) {
            if (word == null) {
                word = new StringBuilder();
            }
            word.append(c);
        }

        private void quoted(char quote) {
            if (word == null) {
                word = new StringBuilder();
            }
            while (text.charAt(at) != quote) {
                if (quote == '"' && text.charAt(at) == '\\') {
                    at++;
                }
                word.append(text.charAt(at++));
            }
            at++;
        }

        private void endWord() {
            if (word != null) {
                words.add(word.toString());
                word = null;
            }
        }

        /** Skips the file of a redirection, which is not an argument. */
        private void redirect() {
            while (text.charAt(at) == ' ' || text.charAt(at) == '>') {
                at++;
            }
            while ("() \n;|&".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }

        private void end(char operator) {
            endWord();
            boolean twice = text.startsWith(String.valueOf(operator), at) && operator != '\n';
            boolean or = operator == '|' && twice;
            command(or);
            fed = operator == '|' && !twice;
            if (twice) {
                at++;
            }
        }

        private void command(boolean or) {
            List<String> all = words;
            words = new ArrayList<>();
            Map<String, String> environment = new LinkedHashMap<>();
            boolean condition = false;
            while (!all.isEmpty() && (WORDS.contains(all.get(0)) || all.get(0).matches("[A-Za-z_]+=.*"))) {
                String first = all.remove(0);
                condition |= CONDITIONS.contains(first);
                if (!WORDS.contains(first)) {
                    environment.put(first.substring(0, first.indexOf('=')), first.substring(first.indexOf('=') + 1));
                }
            }
            if (!all.isEmpty() && NAMES.contains(all.get(0))) {
                boolean mayFail = or || condition || block.kind().equals("console");
                List<String> arguments = new ArrayList<>(all.subList(1, all.size()));
                arguments.removeIf(argument -> argument.equals("…"));
                commands.add(new DocCommand(block.line(), environment, List.copyOf(arguments), mayFail, fed));
            }
        }
    }
}
