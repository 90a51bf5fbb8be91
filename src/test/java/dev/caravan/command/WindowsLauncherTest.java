package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Checks caravan.bat without Windows: it starts the same class as bin/caravan, and its format is readable by Windows.
 */
class WindowsLauncherTest {

    private final String unix = read("caravan");
    private final String windows = read("caravan.bat");

    private static String read(String name) {
        try {
            return Files.readString(Path.of("src/main/bin", name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> javaOptions(String script) {
        return Arrays.stream(
                        script.substring(script.lastIndexOf("UseSerialGC") - 5).split("[\\s\"]+", -1))
                .filter(word -> word.matches("-X\\S+|--\\S+"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void isPlainTextThatEndsWithTheExitCode() {
        assertThat(windows.lines()).last().isEqualTo("exit /b %errorlevel%");
        assertThat(windows).isASCII();
    }

    @Test
    void javaGetsTheSameOptionsAndTheSameProgram() {
        assertThat(javaOptions(windows)).contains("-Xmx256m").isEqualTo(javaOptions(unix));
        assertThat(windows).contains("heap=-Xms64m -Xmn32m", "heap=-Xms32m");
        assertThat(unix).contains("heap=\"-Xms64m -Xmn32m\"", "heap=-Xms32m");
        assertThat(windows)
                .contains(
                        "%CARAVAN_JAVA_OPTS% -Dcaravan.home=\"%home%\"",
                        "caravan.jar;%home%\\lib\\ext\\*\" dev.caravan.Caravan %*");
    }

    /** The closing parenthesis of a block needs a separate line, and a variable must be set before it is expanded. */
    @Test
    void blocksAreClosedAndVariablesSet() {
        List<String> lines = windows.lines().map(String::strip).toList();
        assertThat(lines.stream().filter(line -> line.endsWith("(")))
                .hasSameSizeAs(lines.stream().filter(line -> line.equals(")")).toList());
        assertThat(windows.split("%home%", -1)[0]).contains("set \"home=");
        assertThat(windows.split("%java%", -1)[0]).contains("set \"java=");
        assertThat(windows.split("%heap%", -1)[0]).contains("set \"heap=");
        assertThat(lines.get(0)).isEqualTo("@echo off");
    }
}
