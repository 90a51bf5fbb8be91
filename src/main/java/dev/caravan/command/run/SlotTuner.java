package dev.caravan.command.run;

import dev.caravan.command.run.Processors.Load;
import dev.caravan.command.run.SlotControl.Sample;
import dev.caravan.job.Slots;
import dev.caravan.progress.Progress;
import dev.caravan.store.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes samples for {@link SlotControl} during a run and applies its decisions. Needs no thread for fixed numbers. */
final class SlotTuner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.slots");

    private static final Duration SAMPLE = Duration.ofMillis(100);

    private final List<Lever> levers = new ArrayList<>();
    private final Progress progress;
    private final LongSupplier refusals;
    private final Supplier<Load> load;
    private Progress.Snapshot before;
    private long refusedBefore;
    private Thread clock;

    /** An adjustable number of slots. */
    private record Lever(String name, SlotControl control, BooleanSupplier full, IntConsumer resize) {

        void pull(double seconds, double work, Load load, long refused) {
            Sample sample = new Sample(seconds, work, full.getAsBoolean(), load, refused);
            int before = control.slots();
            int wanted = control.next(sample);
            if (wanted != before) {
                LOG.debug("{}: {}, after {}: {}", name, wanted, before, sample);
                resize.accept(wanted);
            }
        }
    }

    /**
     * @param refusals requests that the stores have refused because of their rate
     * @param load the use of the processors since the last call
     */
    SlotTuner(Progress progress, LongSupplier refusals, Supplier<Load> load) {
        this.progress = progress;
        this.refusals = refusals;
        this.load = load;
        this.before = progress.now();
    }

    /** Adjusts a number of slots that begins with the first one. */
    SlotTuner adjust(String name, Slots slots, BooleanSupplier full, IntConsumer resize) {
        return adjust(name, slots, slots.first(), full, resize);
    }

    /** Adjusts a number of slots unless it is fixed; {@code full} says whether work waits for a slot. */
    SlotTuner adjust(String name, Slots slots, int begin, BooleanSupplier full, IntConsumer resize) {
        if (slots.most() > slots.first()) {
            levers.add(new Lever(name, new SlotControl(slots, begin), full, resize));
        }
        return this;
    }

    void start() {
        if (!levers.isEmpty()) {
            clock = DaemonThreads.every(SAMPLE, "caravan-slots", () -> sample(progress.now()));
            clock.start();
        }
    }

    /** Takes a sample since the previous one, and adjusts each number. */
    void sample(Progress.Snapshot now) {
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        double work = units(now) - units(before);
        Load used = load.get();
        long refused = refusals.getAsLong();
        levers.forEach(lever -> lever.pull(seconds, work, used, refused - refusedBefore));
        before = now;
        refusedBefore = refused;
    }

    private static double units(Progress.Snapshot now) {
        return Progress.Snapshot.work(now.settled() + now.deleted(), now.movedBytes());
    }

    @Override
    public void close() {
        if (clock != null) {
            clock.interrupt();
        }
    }
}
