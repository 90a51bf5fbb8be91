package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.job.JobOption;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code caravan help}: shows the commands, one command, all options, or a page of the manual. */
final class HelpCommand extends Command {

    static final String NAME = "help";
    static final String OPTIONS = "options";
    static final String TOPICS = "topics";

    HelpCommand(Surroundings surroundings) {
        super(
                surroundings,
                NAME,
                "Shows the commands, the options of one command, all options with their variables, or a page of the manual.");
        spec.addPositional(argument(
                "COMMAND|options|topics|TOPIC",
                "0",
                "0..1",
                "A command; the word options; the word topics, which lists the pages of the manual; or such a page."));
    }

    @Override
    public Integer call() throws IOException {
        String topic = arguments().matchedPositionalValue(0, "");
        CommandLine root = spec.parent().commandLine();
        Map<String, CommandSpec> commands = Commands.all(surroundings);
        if (topic.isEmpty()) {
            root.usage(out);
        } else if (topic.equals(OPTIONS)) {
            usage(options());
        } else if (commands.containsKey(topic)) {
            usage(commands.get(topic));
        } else if (topic.equals(TOPICS)) {
            for (Map.Entry<String, Path> page : pages().entrySet()) {
                out.printf("%-22s %s%n", page.getKey(), title(page.getValue()));
            }
        } else if (pages().containsKey(topic)) {
            out.print(Files.readString(pages().get(topic)));
        } else {
            throw wrong("there is no command and no topic " + topic
                    + "; 'caravan help' shows the commands, 'caravan help topics' the topics");
        }
        return ExitCode.DONE;
    }

    private Map<String, Path> pages() throws IOException {
        Map<String, Path> pages = new TreeMap<>();
        Path docs = surroundings.home().map(home -> home.resolve("docs")).orElse(null);
        if (docs != null && Files.isDirectory(docs)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(docs, "*.md")) {
                files.forEach(file -> pages.put(file.getFileName().toString().replaceFirst("\\.md$", ""), file));
            }
        }
        return pages;
    }

    private static String title(Path page) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(page)) {
            return lines.readLine().replaceFirst("^#+ *", "");
        }
    }

    private void usage(CommandSpec shown) {
        shown.parent(spec.parent());
        Commands.line(shown).usage(out);
    }

    private CommandSpec options() {
        CommandSpec all = CommandSpec.create().name(OPTIONS);
        all.usageMessage()
                .customSynopsis("caravan COMMAND [OPTIONS] SOURCE DEST")
                .autoWidth(false)
                .description(
                        "The options of all commands, with their names in the environment. caravan COMMAND --help shows the"
                                + " options of one command.");
        JobArguments.addOptions(all, option -> true);
        String[] others = Stream.of(JobOption.values())
                .filter(option -> !option.onCommandLine())
                .map(option -> option.environmentName() + ": " + option.help().replace("%", "%%"))
                .toArray(String[]::new);
        all.usageMessage().footerHeading("%nOnly in the environment:%n").footer(others);
        return all;
    }
}
