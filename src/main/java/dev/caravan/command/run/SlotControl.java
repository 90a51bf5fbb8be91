package dev.caravan.command.run;

import dev.caravan.command.run.Processors.Load;
import dev.caravan.job.Slots;

/**
 * Chooses the number of slots from samples of the work rate. It begins with few, and doubles them up to the first number
 * while all are busy and the processors have much time. Then it tries more, twice as many at first. It keeps them if work
 * speeds up, else it returns to the previous number and tries fewer additional ones later. If a store refuses a good
 * part of requests, it removes three of ten slots and adds some after a pause; a few refusals only end a trial. Not
 * thread-safe.
 */
final class SlotControl {

    /** The samples after a change that still show earlier work. */
    private static final int SETTLE = 1;

    private static final int MEASURE = 2;

    private static final int LONGEST = 40;

    /** The required gain of work as a share of the added slots. */
    private static final double GAIN = 0.25;

    private static final double DOUBLE = 2;
    private static final double CAREFUL = 1.25;
    private static final double THROTTLED = 0.7;

    /** The samples without a trial after one without gain, at first and at most. */
    private static final int FIRST_PAUSE = 20;

    private static final int LONGEST_PAUSE = 320;

    /** The same after a throttled sample, at most. */
    private static final int LONGEST_THROTTLED = 80;

    /** The samples in a row in which the processors have much time, before more than the first slots. */
    private static final int CALM = 2;

    /** The samples in which they have any time, in all, before a trial of more. */
    private static final int SPARE = 20;

    /** The share of refused requests from which slots are removed; a store's other refusals are fewer. */
    private static final double STORM = 0.1;

    /** The share of refused requests from which a trial ends. */
    private static final double FEW = 0.02;

    /** The minimum number of recent refusals that counts as throttling; older ones weigh less. */
    private static final double REFUSALS = 3;

    private static final double REMEMBERED = 0.8;

    private final int first;
    private final int least;
    private final int most;
    private int slots;
    private boolean begins;
    private int calm;
    private int spare;
    private double factor = DOUBLE;

    /** The slots before the current trial; 0 without one. */
    private int before;

    private double rateBefore;
    private double work;
    private double seconds;
    private int samples;
    private int skip;
    private int pause;
    private int nextPause = FIRST_PAUSE;
    private double recentWork;
    private double recentlyRefused;

    /**
     * The events since the previous sample.
     *
     * @param seconds its duration, above 0
     * @param work in any unit of constant cost
     * @param full whether work waits for a slot
     * @param load the use of the processors
     * @param refused requests refused because of their rate
     */
    record Sample(double seconds, double work, boolean full, Load load, long refused) {}

    /** @param begin the slots to begin with, at most {@code slots.first()} */
    SlotControl(Slots slots, int begin) {
        this.slots = begin;
        this.begins = begin < slots.first();
        this.most = slots.most();
        this.first = slots.first();
        this.least = Math.max(1, first / 4);
    }

    int slots() {
        return slots;
    }

    int next(Sample sample) {
        pause--;
        recentWork = REMEMBERED * recentWork + sample.work;
        recentlyRefused = REMEMBERED * recentlyRefused + sample.refused;
        if (isRefusedMoreThan(STORM)) {
            throttled();
        } else if (before > 0 && isRefusedMoreThan(FEW)) {
            giveUpTrial();
        } else if (!sample.full) {
            // More slots would be idle, and a rate now says nothing about slots.
            measureAgain(0);
            before = 0;
        } else if (begins) {
            begin(sample.load);
        } else if (--skip < 0) {
            measure(sample);
        }
        return slots;
    }

    /**
     * Asks for no gain yet: where an object takes long, none has ended. One sample may miss that processors are in use.
     * With little time left, more slots would delay Java's compiler, which a short run waits for.
     */
    private void begin(Load load) {
        calm = load == Load.LOW ? calm + 1 : 0;
        spare += load == Load.FULL ? 0 : 1;
        slots = calm < CALM ? slots : Math.min(first, 2 * slots);
        begins = slots < first && spare < SPARE;
    }

    private boolean isRefusedMoreThan(double share) {
        return recentlyRefused >= REFUSALS && recentlyRefused > share * (recentWork + recentlyRefused);
    }

    private void throttled() {
        begins = false;
        slots = Math.max(Math.min(least, slots), (int) (slots * THROTTLED));
        before = 0;
        factor = CAREFUL;
        nextPause = Math.min(LONGEST_THROTTLED, 2 * nextPause);
        pause = nextPause;
        // Later refusals are answers to fewer slots.
        recentWork = 0;
        recentlyRefused = 0;
        measureAgain(SETTLE);
    }

    private void measure(Sample sample) {
        work += sample.work;
        seconds += sample.seconds;
        samples++;
        double rate = work / seconds;
        if (before > 0) {
            judge(rate);
        } else if (sample.load == Load.FULL) {
            measureAgain(0);
        } else if (samples >= needed(rate)) {
            raise(rate);
        }
    }

    /** Returns the samples of one turn of all slots by Little's law; fewer may miss bursts. */
    private int needed(double rate) {
        double turn = slots / Math.max(rate, 1e-3) / (seconds / samples);
        return (int) Math.min(LONGEST, Math.max(MEASURE, Math.ceil(turn)));
    }

    private void raise(double rate) {
        if (pause > 0 || rate <= 0 || slots == most) {
            measureAgain(0);
            return;
        }
        before = slots;
        rateBefore = rate;
        slots = (int) Math.min(most, Math.ceil(slots * (slots < first ? DOUBLE : factor)));
        measureAgain(Math.max(SETTLE, needed(rate) - MEASURE));
    }

    private void judge(double rate) {
        double grown = (double) slots / before - 1;
        if (rate >= rateBefore * (1 + 2 * GAIN * grown)) {
            // So clear that the next trial need not wait.
            before = 0;
            gained();
            raise(rate);
        } else if (samples >= needed(rate)) {
            if (rate < rateBefore * (1 + GAIN * grown)) {
                giveUpTrial();
            } else {
                gained();
                before = 0;
                measureAgain(SETTLE);
            }
        }
    }

    private void giveUpTrial() {
        slots = before;
        before = 0;
        factor = CAREFUL;
        pause = nextPause;
        nextPause = Math.min(LONGEST_PAUSE, 2 * nextPause);
        measureAgain(SETTLE);
    }

    private void gained() {
        nextPause = Math.max(FIRST_PAUSE, nextPause / 2);
    }

    private void measureAgain(int skipped) {
        skip = skipped;
        work = 0;
        seconds = 0;
        samples = 0;
    }
}
