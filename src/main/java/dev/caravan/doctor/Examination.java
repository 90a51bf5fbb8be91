package dev.caravan.doctor;

import dev.caravan.aws.Probe;
import dev.caravan.doctor.Finding.Result;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.Backoff;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Collects what is found about one target. Where nothing more can be found out, because it can't be reached or doesn't know who asks,
 * that is said once, and no further question is asked.
 */
public final class Examination {

    /** All questions together have 90 seconds. */
    private static final Backoff FEW_SECONDS = new Backoff(4, Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final String target;
    private final List<Finding> findings = new ArrayList<>();
    private boolean hopeless;

    /** @param target what is looked at, as people call it */
    public Examination(String target) {
        this.target = target;
    }

    /** All that was found, in the order of the questions. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    public void ok(String check, String said) {
        add(check, Result.OK, said, "");
    }

    /** Something that wasn't asked, with the reason, or that is worth knowing. */
    public void note(String check, String said) {
        if (!hopeless) {
            add(check, Result.NOTE, said, "");
        }
    }

    public void wrong(String check, String said) {
        add(check, Result.WRONG, said, "");
    }

    /** After this nothing more is asked. */
    public void fatal(String check, String said) {
        wrong(check, said);
        hopeless = true;
    }

    /** Whether there is no sense in going on. */
    public boolean isHopeless() {
        return hopeless;
    }

    /** A right is missing. */
    public void lacks(Grant grant, String said) {
        Grant named = grant.asSaid(said);
        add(named.action(), Result.WRONG, said, named.line());
    }

    /** A right is missing without which nothing else can be asked. */
    public void lacksAll(Grant grant, String said) {
        lacks(grant, said);
        hopeless = true;
    }

    /**
     * Asks a service of AWS.
     *
     * @param grant the right that it needs
     * @return whether it may be asked
     */
    boolean aws(Grant grant, Supplier<Probe> call) {
        if (hopeless) {
            return false;
        }
        Probe probe = call.get();
        switch (probe.result()) {
            case ALLOWED -> ok(grant.action(), "");
            case FAULT_FOUND ->
                add(
                        grant.action(),
                        Result.LIKELY,
                        "not refused; this takes for granted that permissions are looked at before the request is",
                        "");
            case DENIED -> lacks(grant, probe.message());
            case MISSING -> {
                add(grant.action(), Result.WRONG, probe.message(), "");
                hopeless = true;
            }
            case FAILED -> fatal(grant.action(), probe.message());
        }
        return probe.result() == Probe.Result.ALLOWED || probe.result() == Probe.Result.FAULT_FOUND;
    }

    /** Asks a service of AWS by a call that is in order. */
    boolean allows(Grant grant, String what, Supplier<?> call) {
        return aws(grant, () -> Probe.of(what, call));
    }

    /** Asks a service of AWS by a call with a fault in it, so that nothing comes of it. */
    boolean allowsFaulty(Grant grant, String what, Supplier<?> call) {
        return aws(grant, () -> Probe.faulty(what, call));
    }

    /** As {@link #ask(Grant, Runnable)}, of what nothing else can be found out without. Retries what passes. */
    boolean askFirst(Grant grant, Runnable call) {
        boolean allowed = ask(grant, () -> retrying(call));
        Finding last = findings.isEmpty() ? null : findings.get(findings.size() - 1);
        if (last != null && last.result() == Result.WRONG && last.mend().isEmpty()) {
            hopeless = true;
        }
        return allowed;
    }

    private static void retrying(Runnable call) {
        try {
            FEW_SECONDS.repeat(
                    () -> {
                        call.run();
                        return call;
                    },
                    e -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted", 0, "", e);
        }
    }

    /**
     * Asks a store. That the object isn't there, has changed or lies in an archive is only said to who may ask.
     *
     * @param grant the right that it needs
     * @return whether it may be asked
     */
    boolean ask(Grant grant, Runnable call) {
        return ask(grant, "", call);
    }

    /** Asks a store, as {@link #ask(Grant, Runnable)}, and tells what was asked for where it goes well. */
    boolean ask(Grant grant, String what, Runnable call) {
        if (hopeless) {
            return false;
        }
        try {
            call.run();
        } catch (GoneException | UploadGoneException | ChangedException | ArchivedException e) {
            // An answer.
        } catch (DeniedException e) {
            denied(grant, e);
            return false;
        } catch (StoreException e) {
            failed(grant.action(), e);
            return false;
        }
        ok(grant.action(), what);
        return true;
    }

    /** A store refused something. */
    void denied(Grant grant, DeniedException e) {
        if (e.ofCaller()) {
            fatal(e.code().equals("RequestTimeTooSkewed") ? "clock" : "credentials", e.getMessage());
        } else {
            lacks(grant, e.getMessage());
        }
    }

    /** A question to a store failed, and not because a right is missing. */
    void failed(String check, StoreException e) {
        boolean unanswered = e.status() == 0 && (e instanceof TransientException || e instanceof InvalidException);
        if (unanswered) {
            fatal("reach", e.getMessage());
        } else {
            wrong(check, e.getMessage());
        }
    }

    private void add(String check, Result result, String said, String mend) {
        findings.add(new Finding(target, check, result, said, mend));
    }
}
