package dev.caravan.command;

import dev.caravan.command.run.Program;
import dev.caravan.job.JobOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Makes a page for {@code man} from a command and its options. */
final class ManPage {

    private final StringBuilder text = new StringBuilder();

    private ManPage(String name, String summary) {
        text.append(".TH ")
                .append(name.toUpperCase(Locale.ROOT).replace("-", "\\-"))
                .append(" 1 \"\" \"Caravan ")
                .append(Program.version().replace("-", "\\-"))
                .append("\" \"Caravan\"\n.ad l\n");
        section("NAME");
        text.append(plain(name)).append(" \\- ").append(plain(summary)).append('\n');
    }

    /** Returns the page of the program. */
    static String ofAll(Map<String, CommandSpec> commands) {
        ManPage page = new ManPage(Program.NAME, "copies objects from one object store to another");
        page.section("SYNOPSIS");
        page.synopsis("caravan COMMAND [OPTIONS] SOURCE DEST");
        page.section("DESCRIPTION");
        page.paragraph(
                "Copies objects from Amazon S3, S3-compatible stores, Aliyun OSS, Tencent COS and Qiniu Kodo to Amazon S3 and"
                        + " S3-compatible stores, on one machine (sync) or on a fleet (finder and worker).");
        page.section("COMMANDS");
        commands.forEach((name, command) ->
                page.item("caravan-" + name + "(1)", command.usageMessage().description()[0]));
        page.section("ENVIRONMENT");
        page.paragraph(
                "Every option of a command may be set by the variable in brackets behind its text. These are set in the environment"
                        + " or in application.properties only:");
        for (JobOption option : JobOption.values()) {
            if (!option.onCommandLine()) {
                page.item(option.environmentName(), option.help());
            }
        }
        page.item("CARAVAN_JAVA_OPTS", "Options for Java, such as -Xmx1g or -Dcaravan.slots=64.");
        page.item("JAVA_HOME", "The folder of a Java 17 or newer. Without it: the java in PATH.");
        page.section("FILES");
        page.item("application.properties", "The options by their property names, in the folder of the installation.");
        page.item("routes/", "The flow as Camel routes, in the folder of the installation.");
        page.item("docs/", "The manual, in the folder of the installation.");
        page.seeAlso(commands.keySet());
        return page.text.toString();
    }

    /** Returns the page of a command. */
    static String of(String name, CommandSpec command, Set<String> all) {
        List<String> description =
                new ArrayList<>(List.of(command.usageMessage().description()));
        ManPage page = new ManPage("caravan-" + name, firstSentence(description.get(0)));
        page.section("SYNOPSIS");
        if (command.usageMessage().customSynopsis().length == 0) {
            StringBuilder arguments = new StringBuilder();
            for (PositionalParamSpec argument : command.positionalParameters()) {
                if (!argument.hidden()) {
                    boolean optional = argument.arity().min() == 0;
                    arguments.append(optional ? " [" : " ").append(argument.paramLabel());
                    arguments.append(optional ? "]" : "");
                }
            }
            page.synopsis("caravan " + name + " [OPTIONS]" + arguments);
        } else {
            for (String line : command.usageMessage().customSynopsis()) {
                page.synopsis(line);
            }
        }
        page.section("DESCRIPTION");
        description.forEach(page::paragraph);
        List<OptionSpec> options = new ArrayList<>(command.options());
        List<PositionalParamSpec> arguments = command.positionalParameters().stream()
                .filter(argument -> !argument.hidden())
                .toList();
        if (!arguments.isEmpty()) {
            page.section("ARGUMENTS");
            arguments.forEach(argument -> page.item(argument.paramLabel(), argument.description()));
        }
        page.section("OPTIONS");
        for (ArgGroupSpec group : command.argGroups()) {
            page.text
                    .append(".SS ")
                    .append(plain(group.heading().replace("%n", "").replaceFirst(":$", "")))
                    .append('\n');
            page.options(group.options());
            options.removeAll(group.options());
        }
        if (!command.argGroups().isEmpty()) {
            page.text.append(".SS Other\n");
        }
        page.options(options);
        Map<String, String> codes = command.usageMessage().exitCodeList();
        if (!codes.isEmpty()) {
            page.section("EXIT STATUS");
            codes.forEach((code, meaning) -> page.item(code.strip(), meaning));
        }
        if (command.usageMessage().footer().length > 0) {
            page.section("EXAMPLES");
            page.text.append(".nf\n");
            for (String line : command.usageMessage().footer()) {
                page.text.append(line(line)).append('\n');
            }
            page.text.append(".fi\n");
        }
        page.seeAlso(all.stream().filter(other -> !other.equals(name)).toList());
        return page.text.toString();
    }

    private void options(Collection<OptionSpec> options) {
        for (OptionSpec option : options) {
            if (!option.hidden()) {
                String value = option.arity().max() == 0
                        ? ""
                        : option.arity().min() == 0 ? "[=" + option.paramLabel() + "]" : " " + option.paramLabel();
                item(String.join(", ", option.names()) + value, option.description());
            }
        }
    }

    private void section(String name) {
        text.append(".SH ").append(name).append('\n');
    }

    private void synopsis(String line) {
        text.append(".PP\n").append(line(line)).append('\n');
    }

    private void paragraph(String... lines) {
        for (String line : lines) {
            if (!line.isBlank()) {
                text.append(".PP\n").append(line(line)).append('\n');
            }
        }
    }

    private void item(String name, String... lines) {
        text.append(".TP\n.B ").append(plain(name)).append('\n');
        for (String line : lines) {
            text.append(line(line)).append('\n');
        }
    }

    private void seeAlso(Collection<String> commands) {
        section("SEE ALSO");
        text.append(plain(String.join(
                        ", ",
                        commands.stream().map(name -> "caravan-" + name + "(1)").toList())))
                .append('\n');
    }

    private static String firstSentence(String description) {
        int end = description.indexOf(". ");
        String first = end < 0 ? description : description.substring(0, end);
        return first.replaceFirst("\\.$", "");
    }

    /** Returns a line of text, escaped so that troff doesn't read it as a request. */
    private static String line(String text) {
        String plain = plain(text);
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }

    private static String plain(String text) {
        return text.replace("%n", " ").replace("%%", "%").replace("\\", "\\e").replace("-", "\\-");
    }
}
