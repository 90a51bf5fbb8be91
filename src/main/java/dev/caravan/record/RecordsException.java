package dev.caravan.record;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Printable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Signals a table of records that doesn't answer or refuses after all retries. The message has the table and its error.
 */
public final class RecordsException extends RuntimeException {

    /** Takes an escaped message of one line. */
    public RecordsException(String message) {
        super(message);
    }

    public RecordsException(String what, String table, SdkException cause) {
        super(what + " table " + Printable.of(table) + ": " + reason(cause), cause);
    }

    private RecordsException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Makes a request to a table; {@code what} describes it in the failure's message. The client may be closed. */
    public static <T> T calling(String what, String table, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw new RecordsException(what, table, e);
        } catch (RejectedExecutionException e) {
            throw new RecordsException(what + " table " + Printable.of(table) + ": this process ends", e);
        }
    }

    private static String reason(SdkException cause) {
        boolean answered = cause instanceof AwsServiceException service && service.awsErrorDetails() != null;
        return (answered ? "" : cause.getClass().getSimpleName() + ": ") + ControlPlaneProblem.words(cause);
    }
}
