package dev.caravan.aws;

import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The result of a call that tests a permission; {@code message} is an escaped line, empty on success. */
public record Probe(Result result, String message) {

    public enum Result {
        ALLOWED,
        /** The service rejected the request for another reason; permission is likely but unproven. */
        FAULT_FOUND,
        DENIED,
        /** The resource doesn't exist. */
        MISSING,
        /** Another problem, which further calls would have too. */
        FAILED
    }

    private static final Set<String> MISSING =
            Set.of("StateMachineDoesNotExist", "StateMachineDeleting", "InvalidArn", "InvalidAddress");

    /** Makes a valid call, whose success proves the permission. */
    public static Probe of(String what, Supplier<?> call) {
        return of(what, call, "", false);
    }

    /** Makes a call with a false condition, whose refusal with this error code proves the permission. */
    public static Probe unmet(String what, Supplier<?> call, String code) {
        return of(what, call, code, false);
    }

    /** Makes an invalid call without effect; a validation error makes permission likely. */
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
