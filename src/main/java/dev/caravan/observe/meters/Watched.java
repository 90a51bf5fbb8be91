package dev.caravan.observe.meters;

import dev.caravan.flow.InFlight;
import dev.caravan.progress.Progress;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A run, as those see it that tell of it.
 *
 * @param job what is copied where, for people
 * @param role sync, finder or worker
 * @param progress of the run, or of the comparison that is under way
 * @param inFlight what is on its way
 * @param slots how many messages can be worked on at a time; 0 for a finder
 * @param slotsInUse how many are
 * @param partSlots how many parts of large objects can be moved at a time
 * @param sourceBackOff the gap between two requests to the source in nanoseconds; 0 while it doesn't throttle
 * @param destinationBackOff the same of the destination
 * @param probes what the run depends on
 * @param queue its depth; null where there is none
 * @param held why it receives nothing; empty while it does
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
