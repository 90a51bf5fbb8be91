package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.run.Processors.Load;
import dev.caravan.command.run.SlotControl.Sample;
import dev.caravan.job.Slots;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tests the rule of the slot count against formulas of stores and machines. A sample takes a tenth of a second and has
 * 5% of noise.
 */
class SlotControlTest {

    private static final double WINDOW = 0.1;

    private final Random random = new Random(4711);
    private final SlotControl control = new SlotControl(new Slots(64, 512), 64);
    private int slots = 64;
    private double moved;
    private long refusedInAll;

    /**
     * A model of the transfers: the time of an object in a slot, and the limits of store and machine in objects per
     * second.
     */
    private record Store(double latency, double limit, double throttlesAbove, double busyAbove) {

        static Store ofLatency(double latency) {
            return new Store(latency, 1e9, 1e9, 1e9);
        }

        Store limitedTo(double rate) {
            return new Store(latency, rate, throttlesAbove, busyAbove);
        }

        Store throttlingAbove(double rate) {
            return new Store(latency, rate, rate, busyAbove);
        }

        Store withProcessorsFor(double rate) {
            return new Store(latency, rate, throttlesAbove, rate * 0.95);
        }
    }

    /** Simulates this number of samples, and returns the number of slots after them. */
    private int work(Store store, int samples) {
        for (int i = 0; i < samples; i++) {
            double wanted = slots / store.latency;
            double rate = Math.min(wanted, store.limit) * (1 + 0.05 * (random.nextDouble() - 0.5));
            long refused = (long) (Math.max(0, wanted - store.throttlesAbove) * WINDOW);
            next(rate * WINDOW, true, rate > store.busyAbove, refused);
        }
        return slots;
    }

    private void next(double work, boolean full, boolean busy, long refused) {
        moved += work;
        refusedInAll += refused;
        slots = control.next(new Sample(WINDOW, work, full, busy ? Load.FULL : Load.LOW, refused));
    }

    @Test
    void growsToTheLimitWhereLatencyIsAllThatSlotsWaitFor() {
        assertThat(work(Store.ofLatency(0.04), 3)).as("after 0.3 s").isGreaterThan(64);
        assertThat(work(Store.ofLatency(0.04), 17)).as("after 2 s").isEqualTo(512);
        assertThat(work(Store.ofLatency(0.04), 1000)).as("and stays").isEqualTo(512);
    }

    @Test
    void beginsWithFewAndDoublesThemWhileTheProcessorsHaveTime() {
        SlotControl begins = new SlotControl(new Slots(64, 512), 8);
        Sample idle = new Sample(WINDOW, 0, false, Load.LOW, 0);
        Sample busy = new Sample(WINDOW, 500, true, Load.FULL, 0);
        Sample slow = new Sample(WINDOW, 0, true, Load.LOW, 0);
        assertThat(begins.next(idle)).as("nothing waits").isEqualTo(8);
        assertThat(begins.next(busy)).isEqualTo(8);
        assertThat(begins.next(slow)).as("one sample proves nothing").isEqualTo(8);
        assertThat(begins.next(busy)).isEqualTo(8);
        assertThat(begins.next(slow)).isEqualTo(8);
        assertThat(begins.next(slow)).as("no object has ended").isEqualTo(16);
        assertThat(begins.next(slow)).isEqualTo(32);
        assertThat(begins.next(slow)).isEqualTo(64);
        assertThat(begins.next(slow)).as("more must pay").isEqualTo(64);
    }

    @Test
    void fewSlotsThatNearlyUseTheProcessorsDoubleOnlyIfThatPays() {
        SlotControl begins = new SlotControl(new Slots(64, 512), 4);
        Sample nearlyFull = new Sample(WINDOW, 200, true, Load.HIGH, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(begins.next(nearlyFull)).isEqualTo(4);
        }
        Sample full = new Sample(WINDOW, 200, true, Load.FULL, 0);
        int most = 4;
        for (int i = 0; i < 20; i++) {
            most = Math.max(most, begins.next(i < 5 ? nearlyFull : full));
        }
        assertThat(most).as("one trial").isEqualTo(8);
        assertThat(begins.slots()).as("without gain").isEqualTo(4);
    }

    @Test
    void fewSlotsAreTriedDoubledWhereTheLoadGoesUpAndDown() {
        SlotControl begins = new SlotControl(new Slots(64, 512), 4);
        Load[] loads = {Load.LOW, Load.HIGH, Load.FULL, Load.HIGH};
        int most = 4;
        for (int i = 0; i < 50; i++) {
            most = Math.max(most, begins.next(new Sample(WINDOW, 200, true, loads[i % 4], 0)));
        }
        assertThat(most).isEqualTo(8);
    }

    @Test
    void fewSlotsThatNearlyUseTheProcessorsStayDoubledIfThatPays() {
        SlotControl begins = new SlotControl(new Slots(64, 512), 4);
        int most = 4;
        for (int i = 0; i < 30; i++) {
            most = begins.next(new Sample(WINDOW, 50.0 * Math.min(8, begins.slots()), true, Load.HIGH, 0));
        }
        assertThat(most).isBetween(8, 16);
    }

    @Test
    void aStoreThatThrottlesTheFirstSlotsGetsNoMoreAtOnce() {
        SlotControl begins = new SlotControl(new Slots(64, 512), 8);
        assertThat(begins.next(new Sample(WINDOW, 10, true, Load.LOW, 10))).isEqualTo(8);
        for (int i = 0; i < 20; i++) {
            assertThat(begins.next(new Sample(WINDOW, 10, true, Load.LOW, 0))).isEqualTo(8);
        }
    }

    @Test
    void growsWhereAnObjectTakesLongerThanASample() {
        for (int i = 0; i < 300; i++) {
            // Each object takes 1.5 s. All start and end at the same time.
            next(i % 15 == 14 ? slots : 0, true, false, 0);
        }
        assertThat(slots).isEqualTo(512);
    }

    @Test
    void staysWhereTheProcessorsAreTheLimit() {
        Store store = Store.ofLatency(0.01).withProcessorsFor(1500);
        for (int i = 0; i < 300; i++) {
            assertThat(work(store, 1)).isEqualTo(64);
        }
    }

    @Test
    void stopsWhereMoreSlotsMoveNothingMore() {
        // 160 slots use the whole network bandwidth.
        Store store = Store.ofLatency(0.04).limitedTo(4000);
        assertThat(work(store, 50)).isBetween(128, 300);
        int most = slots;
        for (int i = 0; i < 600; i++) {
            most = Math.max(most, work(store, 1));
        }
        assertThat(most).isLessThan(400);
    }

    @Test
    void bandwidthThatIsLimitedChangesNothing() {
        Store store = Store.ofLatency(0.04).limitedTo(100);
        int trials = 0;
        for (int i = 0; i < 1200; i++) {
            int now = work(store, 1);
            assertThat(now).isBetween(64, 128);
            trials += now > 64 ? 1 : 0;
        }
        assertThat(trials).as("samples with more slots").isLessThan(400);
    }

    @Test
    void approachesTheLimitOfAStoreThatThrottles() {
        Store store = Store.ofLatency(0.04).throttlingAbove(3500);
        work(store, 100);
        moved = 0;
        refusedInAll = 0;
        work(store, 1000);
        assertThat(refusedInAll / moved).as("refused for each object moved").isLessThan(0.05);
        assertThat(moved / (1000 * WINDOW)).as("objects a second").isGreaterThan(0.8 * 3500);
    }

    @Test
    void shrinksByThreeOfTenForAStormAndAgainWhileItLasts() {
        next(100, true, false, 40);
        assertThat(slots).isEqualTo(44);
        next(100, true, false, 0);
        next(100, true, false, 2);
        assertThat(slots).as("a few more").isEqualTo(44);
        next(100, true, false, 60);
        assertThat(slots).isEqualTo(30);
    }

    @Test
    void refusalsThatDoNotDependOnTheRateTakeNoSlotsAway() {
        for (int i = 0; i < 500; i++) {
            next(160, true, false, 6);
            assertThat(slots).isBetween(64, 128);
        }
    }

    @Test
    void keepsSomeSlotsWhileTheStoreThrottlesAndGrowsAgainAfterwards() {
        for (int i = 0; i < 500; i++) {
            next(1, true, false, 1);
        }
        assertThat(slots).isEqualTo(16);
        assertThat(work(Store.ofLatency(0.04), 200)).isGreaterThan(64);
    }

    @Test
    void aTailOfAFewLargeObjectsChangesNothing() {
        work(Store.ofLatency(0.04), 20);
        int before = slots;
        for (int i = 0; i < 200; i++) {
            next(200.0 / (i + 1), false, false, 0);
        }
        assertThat(slots).isEqualTo(before);
    }

    @Test
    void nothingDoneIsNoReasonForMore() {
        for (int i = 0; i < 200; i++) {
            next(0, true, false, 0);
        }
        assertThat(slots).isEqualTo(64);
    }

    @Test
    void aNumberThatIsFixedStays() {
        SlotControl one = new SlotControl(Slots.fixed(1), 1);
        for (int i = 0; i < 100; i++) {
            assertThat(one.next(new Sample(WINDOW, 10, true, Load.LOW, i % 7))).isEqualTo(1);
        }
    }
}
