package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.job.JobOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code caravan help}: shows the commands, one command, or all options. */
final class HelpCommand extends Command {

    static final String NAME = "help";
    static final String OPTIONS = "options";

    HelpCommand(Surroundings surroundings) {
        super(surroundings, NAME, "Shows the commands, what one command takes, or all options with their variables.");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("COMMAND|options")
                .index("0")
                .arity("0..1")
                .type(String.class)
                .description("A command, or the word options.")
                .build());
    }

    @Override
    public Integer call() {
        String topic = arguments().matchedPositionalValue(0, "");
        CommandLine root = spec.parent().commandLine();
        Map<String, CommandSpec> commands = Commands.all(surroundings);
        if (topic.isEmpty()) {
            root.usage(surroundings.out());
        } else if (topic.equals(OPTIONS)) {
            usage(root, options());
        } else if (commands.containsKey(topic)) {
            usage(root, commands.get(topic));
        } else {
            throw new ParameterException(
                    spec.commandLine(), "there is no command " + topic + "; 'caravan help' shows the commands");
        }
        return ExitCode.DONE;
    }

    private void usage(CommandLine root, CommandSpec shown) {
        shown.parent(spec.parent());
        new CommandLine(shown)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(root.getUsageHelpWidth())
                .setInterpolateVariables(false)
                .usage(surroundings.out());
    }

    private CommandSpec options() {
        CommandSpec all = CommandSpec.create().name(OPTIONS);
        all.usageMessage()
                .customSynopsis("caravan COMMAND [OPTIONS] SOURCE DEST")
                .autoWidth(false)
                .description(
                        "The options of all commands, with their names in the environment. Which of them a command takes,"
                                + " caravan COMMAND --help shows.");
        JobArguments.addOptions(all, option -> true);
        List<String> footer = new ArrayList<>();
        for (JobOption option : JobOption.values()) {
            if (!option.onCommandLine()) {
                footer.add(option.environmentName() + ": " + option.help().replace("%", "%%"));
            }
        }
        all.usageMessage().footerHeading("%nOnly in the environment:%n").footer(footer.toArray(String[]::new));
        return all;
    }
}
