package dev.caravan.observe.console;

import dev.caravan.job.Printable;
import java.time.Instant;

/** The state of a run for the page. */
public final class RunState {

    private final Instant since = Instant.now();
    private volatile Told told = new Told("running", "", null);

    /**
     * The last state.
     *
     * @param name running, waiting, done or failed
     * @param text details, escaped; may be empty
     * @param ended when the run ended; null while it runs
     */
    record Told(String name, String text, Instant ended) {}

    public void running() {
        told = new Told("running", "", null);
    }

    /** Sets the state between two scheduled comparisons. */
    public void waiting(String forWhat) {
        told = new Told("waiting", Printable.of(forWhat), null);
    }

    /** Sets the state after a complete run, in which objects may have failed. */
    public void done(String how) {
        told = new Told("done", Printable.of(how), Instant.now());
    }

    /** Sets the state after the run itself failed. */
    public void failed(String why) {
        told = new Told("failed", Printable.of(why), Instant.now());
    }

    Told now() {
        return told;
    }

    Instant since() {
        return since;
    }
}
