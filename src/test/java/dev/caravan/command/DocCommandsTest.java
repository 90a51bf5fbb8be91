package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.DocCommand;
import dev.caravan.DocPage;
import dev.caravan.command.run.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Checks that the program accepts the commands of the manual. */
class DocCommandsTest {

    /** Commands of a source checkout, which the launcher handles. */
    private static final Set<String> OF_CHECKOUT = Set.of("bench", "demo");

    private static final Set<String> OF_PROGRAM = Set.of("--version", "-V", "--help", "-h");

    @Test
    void commandLinesParse() throws IOException {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Map<String, CommandSpec> commands = Commands.all(new Surroundings(Map.of(), Map.of(), nowhere, nowhere));
        List<String> wrong = new ArrayList<>();
        int parsed = 0;
        for (DocPage page : DocPage.all()) {
            for (DocPage.Block block : page.blocks()) {
                for (DocCommand command : block.hasCommands() ? DocCommand.of(block) : List.<DocCommand>of()) {
                    parsed++;
                    String problem = problem(commands, command.arguments());
                    if (!problem.isEmpty()) {
                        wrong.add(page.file() + ", " + command + ": " + problem);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(parsed).isGreaterThan(100);
    }

    private static String problem(Map<String, CommandSpec> commands, List<String> arguments) {
        String name = arguments.isEmpty() ? "" : arguments.get(0);
        if (OF_CHECKOUT.contains(name) || OF_PROGRAM.contains(name)) {
            return "";
        }
        CommandSpec spec = commands.get(name);
        if (spec == null) {
            return "no such command";
        }
        try {
            new CommandLine(spec)
                    .setExpandAtFiles(false)
                    .parseArgs(arguments.subList(1, arguments.size()).toArray(String[]::new));
            return "";
        } catch (CommandLine.ParameterException e) {
            return e.getMessage();
        }
    }

    @Test
    void everyCommandIsRunByATestOrMarkedAsNeedingACloud() throws IOException {
        List<String> unmarked = new ArrayList<>();
        for (DocPage page : DocPage.all()) {
            for (DocPage.Block block : page.blocks()) {
                if (block.hasCommands()
                        && block.kind().isEmpty()
                        && !DocCommand.of(block).isEmpty()) {
                    unmarked.add(page.file() + ":" + block.line() + ": begin the block with ```sh or ```sh cloud");
                }
            }
        }
        assertThat(unmarked).isEmpty();
    }

    @Test
    void translationsHaveTheCommandsOfTheEnglishPage() throws IOException {
        for (DocPage page : DocPage.all()) {
            Path english = Path.of("docs").resolve(page.file().getFileName());
            if (page.file().startsWith("docs/zh") && !english.endsWith("README.md")) {
                assertThat(runnable(DocPage.read(english)))
                        .as(page.file().toString())
                        .containsAll(runnable(page));
            }
        }
    }

    private static List<List<String>> runnable(DocPage page) {
        return page.blocks().stream()
                .filter(block -> block.hasCommands() && !block.needsCloud())
                .flatMap(block -> DocCommand.of(block).stream())
                .map(DocCommand::arguments)
                .toList();
    }
}
