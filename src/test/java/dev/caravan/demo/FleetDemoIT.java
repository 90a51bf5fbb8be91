package dev.caravan.demo;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.run.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
class FleetDemoIT {

    private static final Path HOME = Path.of(System.getProperty("caravan.home"));

    @TempDir
    private Path folder;

    @Test
    @Timeout(240)
    void theStoryOfAFleetComesTrueToItsEnd() throws Exception {
        StringWriter told = new StringWriter();
        try (FleetDemo demo = new FleetDemo(HOME, folder, new FleetDemo.Size(2, 250), new PrintWriter(told, true))) {
            assertThat(demo.run()).as(told.toString()).isEqualTo(ExitCode.DONE);
        }
        assertThat(told.toString())
                .contains("$ kill -9 ", "Denied: PUT s3://mirror/private/diary.txt: 403", " from jobs-dead to jobs\n")
                .contains("\nVerified: all 266 objects are at the destination, byte for byte")
                .doesNotContain("Exception", "\tat ");
    }
}
