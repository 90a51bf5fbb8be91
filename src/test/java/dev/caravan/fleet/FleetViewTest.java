package dev.caravan.fleet;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.fleet.WorkerStatus.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetViewTest {

    static final long NOW = 1_000_000_000;

    static final Failure EXPIRED = new Failure("Credentials", 4, NOW - 5000, "a", "GET a: 403 ExpiredToken");

    static WorkerStatus worker(String id, List<Failure> failures, List<Failure> passing) {
        return worker(id, 0, failures, passing);
    }

    private static WorkerStatus worker(String id, int failing, List<Failure> failures, List<Failure> passing) {
        return new WorkerStatus(
                id,
                "1.0",
                "a -> b",
                "jobs",
                NOW - 600_000,
                NOW,
                15_000,
                "working",
                "",
                8,
                0,
                0,
                0,
                0,
                0,
                0,
                failing,
                null,
                "",
                0,
                failures,
                passing,
                List.of());
    }

    @Test
    void aKindOfFailureNamesTheWorkersThatSawIt() {
        List<FleetView.Worker> workers = FleetView.workers(
                List.of(worker("one", List.of(), List.of()), worker("two", List.of(), List.of(EXPIRED))), NOW);
        assertThat(FleetView.passing(workers, NOW - 60_000)).singleElement().satisfies(kind -> {
            assertThat(kind.workers()).containsExactly("two");
            assertThat(kind.mend()).startsWith("the store refuses the credentials");
        });
        assertThat(FleetView.passing(workers, NOW)).isEmpty();
    }

    @Test
    void aKindOfSeveralWorkersIsAddedUp() {
        Failure denied = new Failure("Denied", 2, NOW - 9000, "k", "PUT k: 403 AccessDenied");
        Failure later = new Failure("Denied", 3, NOW - 8000, "l", "PUT l: 403 AccessDenied");
        List<FleetView.Worker> workers = FleetView.workers(
                List.of(worker("one", List.of(later), List.of()), worker("two", List.of(denied), List.of())), NOW);
        assertThat(FleetView.failures(workers, false)).singleElement().satisfies(kind -> {
            assertThat(kind.count()).isEqualTo(5);
            assertThat(kind.last()).isEqualTo(later);
            assertThat(kind.workers()).containsExactly("one", "two");
            assertThat(kind.mend()).endsWith("caravan finder");
        });
    }

    @Test
    void theTimeLeftIsUnknownWhileNothingIsCopied() {
        List<FleetView.Worker> alive = FleetView.workers(List.of(worker("one", List.of(), List.of())), NOW);
        Hour copying = new Hour(1, List.of(3L), List.of(3L), List.of(0L));
        Hour failing = new Hour(1, List.of(3L), List.of(0L), List.of(0L));
        assertThat(FleetView.timeUnknown(alive, false, 1, copying)).isEmpty();
        assertThat(FleetView.timeUnknown(alive, false, 1, failing)).isEqualTo("nothing is copied");
        assertThat(FleetView.timeUnknown(alive, true, 1, copying)).isEqualTo("the job is paused");
        List<FleetView.Worker> refused = FleetView.workers(List.of(worker("one", 5, List.of(), List.of())), NOW);
        assertThat(FleetView.timeUnknown(refused, false, 1, copying)).isEqualTo("nothing is copied");
        assertThat(FleetView.timeUnknown(alive, false, 0, copying)).isEqualTo("no message leaves the queue");
        List<FleetView.Worker> lost = FleetView.workers(List.of(worker("one", List.of(), List.of())), NOW + 600_000);
        assertThat(FleetView.timeUnknown(lost, false, 1, copying)).isEqualTo("no worker lives");
    }

    @Test
    void onlyFailuresSinceTheComparisonThatAreStillDeadLettersCountAsFailed() {
        Failure denied = new Failure("Denied", 7, NOW - 9000, "k", "PUT k: 403 AccessDenied");
        List<FleetView.FailureKind> kinds =
                FleetView.failures(FleetView.workers(List.of(worker("one", List.of(denied), List.of())), NOW), true);
        assertThat(FleetView.failed(kinds, NOW - 10_000, null)).isEqualTo(7);
        assertThat(FleetView.failed(kinds, NOW - 10_000, new FleetView.Queue("dead", 4, 1, 0)))
                .isEqualTo(5);
        assertThat(FleetView.failed(kinds, NOW - 8000, null)).isZero();
    }
}
