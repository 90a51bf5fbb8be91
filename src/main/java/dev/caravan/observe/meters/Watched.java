package dev.caravan.observe.meters;

import dev.caravan.flow.InFlight;
import dev.caravan.progress.Progress;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A run for monitoring.
 *
 * @param job source and destination, for people
 * @param role sync, finder or worker
 * @param progress of the run or the current comparison
 * @param inFlight current transfers
 * @param slots messages processed at a time; 0 for a finder
 * @param slotsInUse current number
 * @param partSlots parts of large objects moved at a time
 * @param sourceBackOff delay between two source requests in nanoseconds; 0 without throttling
 * @param destinationBackOff the same for the destination
 * @param probes checks of dependencies
 * @param queue its depth; null without a queue
 * @param held why it receives nothing; empty if it receives
 */
public record Watched(
        String job,
        String role,
        Supplier<Progress> progress,
        InFlight inFlight,
        IntSupplier slots,
        IntSupplier slotsInUse,
        IntSupplier partSlots,
        LongSupplier sourceBackOff,
        LongSupplier destinationBackOff,
        List<Probe> probes,
        QueueLag queue,
        Supplier<String> held) {}
