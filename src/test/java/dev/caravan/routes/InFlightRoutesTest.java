package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.flow.InFlight;
import dev.caravan.progress.RecentFailures;
import dev.caravan.store.DeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests which objects in progress and which failed objects the worker's routes report. */
@Timeout(60)
class InFlightRoutesTest {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    private RouteBench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new RouteBench(folder);
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    private List<InFlight.Entry> seenDuring(String operation, String key) throws Exception {
        AtomicReference<List<InFlight.Entry>> seen = new AtomicReference<>(List.of());
        bench.destination.when((now, of) -> {
            if (now.equals(operation)) {
                seen.compareAndSet(List.of(), bench.inFlight.oldest(10));
            }
        });
        bench.start().work(bench.message(key));
        return seen.get();
    }

    @Test
    void anObjectIsSeenWithItsBytesUntilItIsDone() throws Exception {
        bench.source.with("a\nb", "a text");
        assertThat(seenDuring("put half", "a\nb")).singleElement().satisfies(entry -> {
            assertThat(entry.key()).isEqualTo("a\\nb");
            assertThat(entry.what()).isEqualTo("object");
            assertThat(entry.size()).isEqualTo(6);
            assertThat(entry.bytes()).isBetween(1L, 6L);
            assertThat(entry.parts()).isZero();
            assertThat(entry.attempt()).isEqualTo(1);
            assertThat(entry.lastMove()).isAfterOrEqualTo(entry.since());
        });
        assertThat(bench.inFlight.count()).isZero();
        assertThat(bench.inFlight.oldest(1)).isEmpty();
    }

    @Test
    void partsAreCountedAsTheyArrive() throws Exception {
        bench.source.with("big", new byte[21 * MIB]);
        assertThat(seenDuring("complete", "big")).singleElement().satisfies(entry -> {
            assertThat(entry.parts()).isEqualTo(5);
            assertThat(entry.partsDone()).isEqualTo(5);
            assertThat(entry.bytes()).isEqualTo(21L * MIB);
        });
        assertThat(bench.inFlight.count()).isZero();
    }

    @Test
    void whatFailsIsKeptWithTheStoresWordsAndIsNoLongerOnItsWay() throws Exception {
        bench.source.with("a", "text");
        bench.destination.when((operation, key) -> {
            if (operation.equals("put")) {
                throw new DeniedException("PUT a: 403 AccessDenied: no (request R1)", 403, "AccessDenied");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(bench.inFlight.count()).isZero();
        assertThat(bench.progress.failures().latest(10)).singleElement().satisfies(failure -> {
            assertThat(failure.key()).isEqualTo("a");
            assertThat(failure.kind()).isEqualTo("Denied");
            assertThat(failure.code()).isEqualTo("AccessDenied");
            assertThat(failure.requestId()).isEqualTo("R1");
            assertThat(failure.attempts()).isEqualTo(1);
        });
        assertThat(bench.progress.failures().byKind()).containsExactly(Map.entry("Denied", 1L));
    }

    @Test
    void onlyTheLastFailuresAreKeptAndAllAreCounted() {
        for (int i = 1; i <= RecentFailures.MOST + 5; i++) {
            bench.progress.failed(RecentFailures.Entry.of("k" + i, 1, null, "why"));
        }
        List<RecentFailures.Entry> all = bench.progress.failures().latest(Integer.MAX_VALUE);
        assertThat(all).hasSize(RecentFailures.MOST);
        assertThat(all.get(0).key()).isEqualTo("k105");
        assertThat(bench.progress.failures().byKind()).containsEntry("GivenUp", 105L);
    }
}
