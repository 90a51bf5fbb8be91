package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.Bucket;
import dev.caravan.local.LocalS3;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {

    private static final Tool IDLE = new Tool("idle", List.of("sh", "-c", "echo nothing to do"), Map.of());
    private static final Tool BROKEN = new Tool("broken", List.of("sh", "-c", "exit 3"), Map.of());

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private final LocalS3 s3 = LocalS3.start();
    private final Bucket source = s3.createBucket("source");
    private final Bucket destination = s3.createBucket("destination");

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void aToolThatCopiesNothingIsShownAsIncomplete() throws Exception {
        source.put("a", "text");
        assertThat(run(Scenario.SMALL, IDLE)).isFalse();
        assertThat(printed.toString())
                .contains("idle did not copy all objects; it printed:\nnothing to do")
                .containsPattern("\\| idle \\| [0-9.]+ \\| [0-9.]+ \\| [0-9]+ \\| NO \\|");
    }

    @Test
    void anObjectWithOtherBytesIsNotComplete() throws Exception {
        source.put("a", "text");
        destination.put("a", "tent");
        assertThat(run(Scenario.EQUAL, IDLE)).isFalse();
        destination.put("a", "text");
        assertThat(run(Scenario.EQUAL, IDLE)).isTrue();
        assertThat(run(Scenario.EQUAL, BROKEN)).isFalse();
    }

    @Test
    void medianTakesEachFigureApart() {
        assertThat(Run.median(List.of(run(9, 1, true), run(5, 7, true), run(6, 3, true))))
                .isEqualTo(run(6, 3, true));
        assertThat(Run.median(List.of(run(5, 1, true), run(5, 1, false))).complete())
                .isFalse();
    }

    @Test
    void anUnknownScenarioNamesThoseThatThereAre() {
        assertThatThrownBy(() -> Scenario.named("tiny"))
                .hasMessage("no scenario tiny; there are small, large, mixed, equal");
    }

    private boolean run(Scenario scenario, Tool tool) throws Exception {
        return new Bench(folder, new PrintWriter(printed, true)).run(scenario, 1, source, destination, List.of(tool));
    }

    private static Run run(int wall, int cpu, boolean complete) {
        return new Run(Duration.ofSeconds(wall), Duration.ofSeconds(cpu), 0, complete);
    }
}
