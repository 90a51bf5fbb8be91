package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptsTest {

    @Test
    void areCleanToShellcheck() throws Exception {
        Machine.assumeTool("shellcheck");
        List<String> command = new ArrayList<>(List.of("shellcheck", "--external-sources"));
        scripts().forEach(script -> command.add(script.toString()));
        assertThat(Machine.run(Map.of(), command).output()).isEmpty();
    }

    @Test
    void stopAtTheFirstFailure() throws Exception {
        assertThat(scripts())
                .hasSizeGreaterThan(5)
                .allSatisfy(script -> assertThat(script).content().contains("\nset -euo pipefail\n"))
                .allSatisfy(script -> assertThat(script).isExecutable());
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(Machine.AMI)) {
            List<Path> scripts = new ArrayList<>(List.of(Path.of("deploy/smoke"), Path.of("scripts/release")));
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.readString(file).startsWith("#!/bin/bash\n")) {
                    scripts.add(file);
                }
            }
            return scripts;
        }
    }
}
