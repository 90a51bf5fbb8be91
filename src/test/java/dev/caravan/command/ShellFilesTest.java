package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.job.JobOption;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the man pages and the completions of the distribution. */
class ShellFilesTest {

    private static final Map<String, String> FILES = ShellFiles.all();

    private static String page(String command) {
        return FILES.get("man/man1/caravan-" + command + ".1").replace("\\-", "-");
    }

    @Test
    void everyCommandHasAPageWithItsOptions() {
        ShellFiles.commands().forEach((name, command) -> {
            String page = page(name);
            command.options().forEach(option -> {
                if (!option.hidden()) {
                    assertThat(page).as(name).contains(option.longestName());
                }
            });
            assertThat(FILES.get("man/man1/caravan.1")).contains("caravan\\-" + name + "(1)");
        });
        assertThat(page("sync"))
                .contains(".SH NAME\ncaravan-sync - Copies", "[SRC_REGION]", ".SH EXIT STATUS", ".SH EXAMPLES")
                .doesNotContain("%%", "%n");
    }

    @Test
    void thePageOfTheProgramReportsWhatOnlyTheEnvironmentSays() {
        for (JobOption option : JobOption.values()) {
            if (!option.onCommandLine()) {
                assertThat(FILES.get("man/man1/caravan.1")).contains(".B " + option.environmentName() + "\n");
            }
        }
    }

    @Test
    void everyShellHasItsCompletionUnderTheNameThatItLooksFor() {
        assertThat(FILES)
                .containsKeys("completions/bash/caravan", "completions/zsh/_caravan", "completions/fish/caravan.fish");
    }

    @Test
    void groffHasNothingToSayAboutThePages(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff isn't here");
        ShellFiles.main(new String[] {folder.toString()});
        List<String> command = new ArrayList<>(List.of("groff", "-man", "-ww", "-z", "-Tutf8", "-K", "utf8"));
        FILES.keySet().stream()
                .filter(file -> file.endsWith(".1"))
                .forEach(file -> command.add(folder.resolve(file).toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
    }
}
