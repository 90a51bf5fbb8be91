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
 * Collects the findings about one target. If it can't be reached, or rejects the caller, that is reported once and the
 * rest is skipped.
 */
public final class Examination {

    /** The retries of a request; all requests together have 90 seconds. */
    private static final Backoff FEW_SECONDS = new Backoff(4, Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final String target;
    private final List<Finding> findings = new ArrayList<>();
    private boolean hopeless;

    /** @param target its name for people */
    public Examination(String target) {
        this.target = target;
    }

    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    public void ok(String check, String said) {
        add(check, Result.OK, said, "");
    }

    /** Adds a note, for example why something wasn't tested. */
    public void note(String check, String said) {
        if (!hopeless) {
            add(check, Result.NOTE, said, "");
        }
    }

    public void wrong(String check, String said) {
        add(check, Result.WRONG, said, "");
    }

    /** Adds a problem after which the rest is skipped. */
    public void fatal(String check, String said) {
        wrong(check, said);
        hopeless = true;
    }

    public boolean isHopeless() {
        return hopeless;
    }

    public void lacks(Grant grant, String said) {
        Grant named = grant.asSaid(said);
        add(named.action(), Result.WRONG, said, named.line());
    }

    /** Adds a missing permission without which nothing else can be tested. */
    public void lacksAll(Grant grant, String said) {
        lacks(grant, said);
        hopeless = true;
    }

    /**
     * Tests an AWS call; {@code grant} is the required permission.
     *
     * @return whether it is allowed
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

    /** Tests an AWS permission by a valid call. */
    boolean allows(Grant grant, String what, Supplier<?> call) {
        return aws(grant, () -> Probe.of(what, call));
    }

    /** Tests an AWS permission by an invalid call without effect. */
    boolean allowsFaulty(Grant grant, String what, Supplier<?> call) {
        return aws(grant, () -> Probe.faulty(what, call));
    }

    /** Like {@link #ask(Grant, Runnable)}, but retries, and a failure makes further checks pointless. */
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
     * Tests a call to a store. An answer that the object is missing, changed or archived proves the permission.
     *
     * @return whether it is allowed
     */
    boolean ask(Grant grant, Runnable call) {
        return ask(grant, "", call);
    }

    /** Like {@link #ask(Grant, Runnable)}; success is reported with {@code what}. */
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

    void denied(Grant grant, DeniedException e) {
        if (e.ofCaller()) {
            fatal(e.code().equals("RequestTimeTooSkewed") ? "clock" : "credentials", e.getMessage());
        } else {
            lacks(grant, e.getMessage());
        }
    }

    /** Adds a failed request that isn't a missing permission. */
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
