package dev.caravan.command;

import dev.caravan.command.run.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the files that a shell and {@code man} read. The build adds them to the distribution. */
final class ShellFiles {

    private static final Map<String, String> COMPLETIONS =
            Map.of("bash", "bash/caravan", "zsh", "zsh/_caravan", "fish", "fish/caravan.fish");

    private ShellFiles() {}

    /** @param arguments the target folder */
    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<String, String> file : all().entrySet()) {
            Path path = Path.of(arguments[0], file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Returns the contents of the files by their paths. */
    static Map<String, String> all() {
        Map<String, CommandSpec> commands = commands();
        Map<String, String> files = new TreeMap<>();
        files.put("man/man1/caravan.1", ManPage.ofAll(commands));
        commands.forEach((name, command) ->
                files.put("man/man1/caravan-" + name + ".1", ManPage.of(name, command, commands.keySet())));
        COMPLETIONS.forEach((shell, path) ->
                files.put("completions/" + path, Completion.SHELLS.get(shell).apply(new Completion(commands))));
        return files;
    }

    static Map<String, CommandSpec> commands() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Commands.all(new Surroundings(Map.of(), Map.of(), nowhere, nowhere));
    }
}
