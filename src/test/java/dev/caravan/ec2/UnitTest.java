package dev.caravan.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTest {

    private static final Path UNITS = Machine.FILES.resolve("etc/systemd/system");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"finder", "worker"})
    void isWithoutFault(String role) throws Exception {
        Machine.assumeTool("systemd-analyze");
        assertThat(verify(unitsWith("", role), role)).isEmpty();
    }

    @Test
    void aMistakeIsNoticed() throws Exception {
        Machine.assumeTool("systemd-analyze");
        assertThat(verify(unitsWith("ProtectSytem=strict\n", "worker"), "worker"))
                .as("systemd-analyze ends with 0 all the same")
                .contains("ProtectSytem");
    }

    @Test
    void leavesAProcessThatWasTakenOverLittleToDo() throws Exception {
        Machine.assumeTool("systemd-analyze");
        String output = Machine.run(
                        Map.of(),
                        List.of(
                                "systemd-analyze",
                                "security",
                                "--offline=true",
                                "--no-pager",
                                UNITS.resolve("caravan@.service").toString()))
                .output();
        Matcher exposure =
                Pattern.compile("Overall exposure level for .*: ([0-9.]+) ").matcher(output);
        assertThat(exposure.find()).as(output).isTrue();
        assertThat(new BigDecimal(exposure.group(1))).isLessThanOrEqualTo(new BigDecimal("1.1"));
    }

    @Test
    void aFindersMachinePowersOffHoweverItEnds() throws Exception {
        assertThat(UNITS.resolve("caravan@finder.service.d/power-off.conf"))
                .content()
                .contains("[Unit]\nSuccessAction=poweroff\nFailureAction=poweroff\n");
        assertThat(UNITS.resolve("caravan@.service")).content().doesNotContain("\nRestart=");
    }

    /**
     * Makes a copy of the units with the paths of this checkout's commands. systemd-analyze reports a command that
     * doesn't exist.
     */
    private Path unitsWith(String line, String role) throws IOException {
        Path units = folder.resolve("units");
        try (Stream<Path> files = Files.walk(UNITS)) {
            for (Path file : files.toList()) {
                Path to = units.resolve(UNITS.relativize(file).toString());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path unit = units.resolve("caravan@.service");
        Files.writeString(
                unit,
                Files.readString(unit)
                        .replace("/opt/caravan/ec2/", Machine.FILES + "/")
                        .replace("UMask=", line + "UMask="));
        assertThat(Machine.FILES.resolve(role + "-ended")).isExecutable();
        return units;
    }

    private static String verify(Path units, String role) throws IOException, InterruptedException {
        return Machine.run(
                        Map.of("SYSTEMD_UNIT_PATH", units + ":", "SYSTEMD_LOG_LEVEL", "warning"),
                        List.of("systemd-analyze", "verify", "--man=no", "caravan@" + role + ".service"))
                .output()
                .lines()
                .filter(line -> line.contains("caravan"))
                .reduce("", (all, line) -> all + line + "\n");
    }
}
