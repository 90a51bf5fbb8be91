package dev.caravan.observe.console;

import dev.caravan.job.Printable;
import java.time.Instant;

/** Where a run stands, told by the run and read by the page. */
public final class RunState {

    private final Instant since = Instant.now();
    private volatile Told told = new Told("running", "", null);

    /**
     * What was told last.
     *
     * @param name running, waiting, done or failed
     * @param text more about it, safe to show; may be empty
     * @param ended when the run ended; null while it goes on
     */
    record Told(String name, String text, Instant ended) {}

    public void running() {
        told = new Told("running", "", null);
    }

    /** Between two comparisons of a schedule. */
    public void waiting(String forWhat) {
        told = new Told("waiting", Printable.of(forWhat), null);
    }

    /** The run has ended as it should; objects may have failed. */
    public void done(String how) {
        told = new Told("done", Printable.of(how), Instant.now());
    }

    /** The run itself failed. */
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
