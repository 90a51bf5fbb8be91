package dev.caravan.observe.meters;

import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Measures the duration, failures and throttling of requests to one side. */
final class StoreMeters {

    private static final Duration[] BUCKETS = LongStream.of(5, 25, 100, 500, 2_000, 10_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    enum Operation {
        LIST,
        HEAD,
        GET,
        PUT,
        CREATE_UPLOAD,
        UPLOAD_PART,
        COPY_PART,
        COPY_OBJECT,
        LIST_PARTS,
        COMPLETE_UPLOAD,
        ABORT_UPLOAD,
        DELETE
    }

    private final Map<Operation, Timer> times = new EnumMap<>(Operation.class);
    private final Counter failures;
    private final Counter throttles;

    /** @param side {@code source} or {@code destination} */
    StoreMeters(MeterRegistry registry, String side) {
        for (Operation operation : Operation.values()) {
            times.put(
                    operation,
                    Timer.builder("caravan.request")
                            .description(
                                    "Time until a store's answer to a request, failed ones too; of a GET until its body begins")
                            .tag("side", side)
                            .tag("operation", operation.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
        failures = Counter.builder("caravan.request.failures")
                .description("Requests that a store refused or didn't answer; a missing object counts as an answer")
                .tag("side", side)
                .register(registry);
        throttles = Counter.builder("caravan.throttles")
                .description("Requests that a store refused because there were too many")
                .tag("side", side)
                .register(registry);
    }

    <T> T timed(Operation operation, Supplier<T> call) {
        long begun = System.nanoTime();
        try {
            return call.get();
        } catch (StoreException e) {
            failures.increment();
            if (e instanceof ThrottledException) {
                throttles.increment();
            }
            throw e;
        } finally {
            times.get(operation).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    void timed(Operation operation, Runnable call) {
        timed(operation, () -> {
            call.run();
            return null;
        });
    }
}
