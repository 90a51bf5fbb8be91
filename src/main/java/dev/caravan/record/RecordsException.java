package dev.caravan.record;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Printable;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The table of records didn't answer, or refused, after all retries. The message tells which table, and its own words. */
public final class RecordsException extends RuntimeException {

    /** @param message safe to show, in one line */
    public RecordsException(String message) {
        super(message);
    }

    public RecordsException(String what, String table, SdkException cause) {
        super(what + " table " + Printable.of(table) + ": " + reason(cause), cause);
    }

    /** Makes a request to a table; {@code what} says what can't be done where it fails. */
    public static <T> T calling(String what, String table, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw new RecordsException(what, table, e);
        }
    }

    private static String reason(SdkException cause) {
        boolean answered = cause instanceof AwsServiceException service && service.awsErrorDetails() != null;
        return (answered ? "" : cause.getClass().getSimpleName() + ": ") + ControlPlaneProblem.words(cause);
    }
}
