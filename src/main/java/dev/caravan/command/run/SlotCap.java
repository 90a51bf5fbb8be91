package dev.caravan.command.run;

import java.util.function.IntConsumer;

/** A number of slots that the run chooses and an operator limits. */
final class SlotCap {

    private final IntConsumer resize;
    private int wanted;
    private int most = Integer.MAX_VALUE;

    SlotCap(int first, IntConsumer resize) {
        this.wanted = first;
        this.resize = resize;
    }

    synchronized void want(int slots) {
        wanted = slots;
        resize.accept(Math.min(wanted, most));
    }

    /** Sets the operator's limit; 0 for none. */
    synchronized void limit(int slots) {
        most = slots == 0 ? Integer.MAX_VALUE : slots;
        resize.accept(Math.min(wanted, most));
    }
}
