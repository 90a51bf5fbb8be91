package dev.caravan.aws;

import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What came of a call that was made to find out whether it may be made.
 *
 * @param result what it tells
 * @param message one line, safe to show; empty where the call went well
 */
public record Probe(Result result, String message) {

    /** What a call tells. */
    public enum Result {
        /** It may be made. */
        ALLOWED,
        /** The service found fault with the request itself, which it does with who may make it. */
        FAULT_FOUND,
        /** A permission is missing. */
        DENIED,
        /** There is none of this name. */
        MISSING,
        /** Something else is wrong, and further calls would fail likewise. */
        FAILED
    }

    private static final Set<String> MISSING =
            Set.of("StateMachineDoesNotExist", "StateMachineDeleting", "InvalidArn", "InvalidAddress");

    /** A call that is in order: its success is the proof. */
    public static Probe of(String what, Supplier<?> call) {
        return of(what, call, "", false);
    }

    /**
     * A call that asks for something on a condition that doesn't hold: the refusal is the proof.
     *
     * @param code the error code of that refusal
     */
    public static Probe unmet(String what, Supplier<?> call, String code) {
        return of(what, call, code, false);
    }

    /** A call with a fault in it, so that nothing comes of it: that the fault is found makes it likely that it may be made. */
    public static Probe faulty(String what, Supplier<?> call) {
        return of(what, call, "", true);
    }

    private static Probe of(String what, Supplier<?> call, String unmet, boolean faulty) {
        try {
            Object unused = call.get();
            return new Probe(faulty ? Result.FAULT_FOUND : Result.ALLOWED, "");
        } catch (SdkException e) {
            ControlPlaneException problem = ControlPlaneProblem.of(what, e);
            String code = ControlPlaneProblem.code(e);
            if (!unmet.isEmpty() && code.equals(unmet)) {
                return new Probe(Result.ALLOWED, "");
            }
            return new Probe(result(e, code, faulty), problem.getMessage());
        }
    }

    private static Result result(SdkException failure, String code, boolean faulty) {
        if (ControlPlaneProblem.denies(failure)) {
            return Result.DENIED;
        }
        if (ControlPlaneProblem.isMissing(code) || MISSING.contains(code)) {
            return Result.MISSING;
        }
        boolean refused = failure instanceof AwsServiceException answer
                && answer.statusCode() < 500
                && !answer.isThrottlingException()
                && !ControlPlaneProblem.isAboutCredentials(code);
        return faulty && refused ? Result.FAULT_FOUND : Result.FAILED;
    }
}
