package dev.caravan.command.run;

import java.util.function.IntConsumer;

/** A number of slots that the run chooses and an operator limits. */
final class SlotCap {

    private final IntConsumer resize;
    private int wanted;
    private int most = Integer.MAX_VALUE;

    /** @param first the number that the run begins with */
    SlotCap(int first, IntConsumer resize) {
        this.wanted = first;
        this.resize = resize;
    }

    /** The run chooses the number. */
    synchronized void want(int slots) {
        wanted = slots;
        resize.accept(Math.min(wanted, most));
    }

    /** An operator limits the number; 0 for no limit. */
    synchronized void limit(int slots) {
        most = slots == 0 ? Integer.MAX_VALUE : slots;
        resize.accept(Math.min(wanted, most));
    }
}
