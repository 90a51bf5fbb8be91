package dev.caravan.doctor;

import dev.caravan.aws.ControlPlaneProblem;
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
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Collects the findings about one target. If it can't be reached, or rejects the caller, that is reported once and the
 * rest is skipped.
 */
public final class Examination {

    /** The retries of a request; all requests together have 90 seconds. */
    private static final Backoff FEW_SECONDS = new Backoff(4, Duration.ofSeconds(1), Duration.ofSeconds(4));

    private static final String LIKELY =
            "not refused; this assumes that the service checks permissions before the request";

    /** The error codes of missing resources beside those of {@link ControlPlaneProblem}. */
    private static final Set<String> MISSING =
            Set.of("StateMachineDoesNotExist", "StateMachineDeleting", "InvalidArn", "InvalidAddress");

    /** The error code of a false condition. */
    private static final String UNMET = "ConditionalCheckFailedException";

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

    /** Tests an AWS permission by a valid call. */
    void allows(Grant grant, String what, Supplier<?> call) {
        allows(grant, what, call, "");
    }

    /** Like {@link #allows(Grant, String, Supplier)}; {@code ifMissing} is a hint for a missing resource. */
    void allows(Grant grant, String what, Supplier<?> call, String ifMissing) {
        aws(grant, what, call, null, false, ifMissing);
    }

    /** Tests an AWS permission by a call with a false condition, whose refusal proves it. */
    void allowsUnmet(Grant grant, String what, Supplier<?> call) {
        aws(grant, what, call, UNMET, false, "");
    }

    /** Tests an AWS permission by an invalid call without effect; a validation error makes the permission likely. */
    void allowsFaulty(Grant grant, String what, Supplier<?> call) {
        aws(grant, what, call, null, true, "");
    }

    private void aws(Grant grant, String what, Supplier<?> call, String unmet, boolean faulty, String ifMissing) {
        if (hopeless) {
            return;
        }
        try {
            Object unused = call.get();
        } catch (SdkException e) {
            String code = ControlPlaneProblem.code(e);
            boolean expected = faulty ? isRefusal(e, code) : code.equals(unmet);
            String said = ControlPlaneProblem.of(what, e).getMessage();
            if (!expected && ControlPlaneProblem.denies(e)) {
                lacks(grant, said);
                return;
            }
            if (!expected) {
                fatal(grant.action(), isMissing(code) ? said + ifMissing : said);
                return;
            }
        }
        add(grant.action(), faulty ? Result.LIKELY : Result.OK, faulty ? LIKELY : "", "");
    }

    private static boolean isMissing(String code) {
        return ControlPlaneProblem.isMissing(code) || MISSING.contains(code);
    }

    /** Returns whether a service has refused an invalid request for what is wrong with it. */
    private static boolean isRefusal(SdkException failure, String code) {
        return failure instanceof AwsServiceException answer
                && answer.statusCode() < 500
                && !answer.isThrottlingException()
                && !ControlPlaneProblem.denies(failure)
                && !ControlPlaneProblem.isAboutCredentials(code)
                && !isMissing(code);
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
        } catch (StoreException e) {
            failed(grant, e);
            return false;
        }
        ok(grant.action(), what);
        return true;
    }

    void denied(Grant grant, DeniedException e) {
        if (e.ofCaller()) {
            fatal(e.code().equals("RequestTimeTooSkewed") ? "clock" : "credentials", e.getMessage());
        } else if (e.code().contains("Quota")) {
            // No policy mends a full quota (Ceph: QuotaExceeded).
            wrong(grant.action(), e.getMessage());
        } else {
            lacks(grant, e.getMessage());
        }
    }

    /** Adds a failed request, for lack of the permission or another reason. */
    void failed(Grant grant, StoreException e) {
        if (e instanceof DeniedException denied) {
            denied(grant, denied);
        } else {
            failed(grant.action(), e);
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
