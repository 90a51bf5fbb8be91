package dev.caravan.bench;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
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

    private static final Map<String, Content> OBJECTS = Map.of("a", Content.of("text"));

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private final LocalS3 s3 = LocalS3.start();
    private final Bucket destination = s3.createBucket("destination");

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void aToolThatCopiesNothingIsShownAsIncomplete() throws Exception {
        assertThat(run(Scenario.SMALL, IDLE)).isFalse();
        assertThat(printed.toString())
                .contains("idle did not copy all objects; it printed:\nnothing to do")
                .containsPattern("\\| idle \\| [0-9.]+ \\| [0-9.]+ \\| [0-9]+ \\| NO \\|");
    }

    @Test
    void anObjectWithOtherBytesIsNotComplete() throws Exception {
        assertThat(run(Scenario.EQUAL, IDLE)).isTrue();
        destination.put("b", "text");
        assertThat(run(Scenario.EQUAL, IDLE)).isFalse();
        destination.remove("b");
        assertThat(run(Scenario.EQUAL, BROKEN)).isFalse();
        destination.put("a", "tent");
        assertThat(Place.of(destination).holds(OBJECTS)).isFalse();
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

    @Test
    void inAStoreOfTheUserItTouchesOnlyWhatItMade() throws Exception {
        s3.credential("key", "secret");
        Bucket source = s3.createBucket("source");
        source.put("mine/a", "text");
        destination.put("mine/caravan-bench2", "text");
        BenchStore store = store("s3://source/mine");
        Tool copies = new Tool("copies", List.of("true"), Map.of());

        assertThat(bench().run(Scenario.EQUAL, OBJECTS, 1, store, List.of(copies)))
                .isTrue();
        assertThat(bench().run(Scenario.SMALL, OBJECTS, 1, store, List.of(copies)))
                .isFalse();

        assertThat(source.keys()).containsExactly("mine/a");
        assertThat(destination.keys()).containsExactly("mine/caravan-bench2");
        assertThat(store.caravan(folder, folder).command())
                .contains("s3://source/mine/caravan-bench/", "s3://destination/mine/caravan-bench/", "--dest-endpoint");
    }

    @Test
    void itRefusesAFolderInWhichThereIsSomething() throws Exception {
        s3.credential("key", "secret");
        s3.createBucket("source").put("mine/caravan-bench/a", "text");
        BenchStore store = store("s3://source/mine");
        assertThatThrownBy(() -> bench().run(Scenario.EQUAL, OBJECTS, 1, store, List.of(IDLE)))
                .hasMessageContaining("there are objects in s3://source/mine/caravan-bench/ or ");
        assertThat(s3.bucket("source").keys()).containsExactly("mine/caravan-bench/a");
    }

    @Test
    void itWritesToAnS3StoreOnly() {
        assertThatThrownBy(() -> store("oss://source")).hasMessageContaining("it must be an s3:// URL");
        assertThatThrownBy(() -> BenchArguments.read(List.of("--source", "s3://a"), Map.of()))
                .hasMessage("give both --source and --dest, or neither and no option of sync");
    }

    private BenchStore store(String source) {
        String endpoint = s3.endpoint().toString();
        return BenchArguments.read(
                        List.of(
                                "--source",
                                source,
                                "--dest",
                                "s3://destination/mine",
                                "--source-endpoint",
                                endpoint,
                                "--dest-endpoint",
                                endpoint),
                        Map.of(
                                "SOURCE_ACCESS_KEY_ID",
                                "key",
                                "SOURCE_SECRET_ACCESS_KEY",
                                "secret",
                                "DEST_ACCESS_KEY_ID",
                                "key",
                                "DEST_SECRET_ACCESS_KEY",
                                "secret"))
                .store();
    }

    private Bench bench() {
        return new Bench(folder, new PrintWriter(printed, true));
    }

    private boolean run(Scenario scenario, Tool tool) throws Exception {
        return bench().run(scenario, OBJECTS, 1, Place.of(destination), List.of(tool));
    }

    private static Run run(int wall, int cpu, boolean complete) {
        return new Run(Duration.ofSeconds(wall), Duration.ofSeconds(cpu), 0, complete);
    }
}
