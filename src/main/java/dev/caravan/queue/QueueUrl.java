package dev.caravan.queue;

import dev.caravan.aws.ControlPlane;
import dev.caravan.job.Printable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Finds the job's queue for a sender before anything is started. */
public final class QueueUrl {

    private QueueUrl() {}

    /**
     * The queue's URL. A URL is taken as it stands, and the queue asked for, because one that is missing would be noticed only when
     * the first message is sent.
     *
     * @param nameOrUrl the queue's name in the process's own account and region, or its {@code http://} or {@code https://} URL
     * @throws QueueException where there is no such queue or it can't be reached; says which and why
     */
    public static String of(ControlPlane aws, String nameOrUrl) throws QueueException {
        try {
            if (!nameOrUrl.startsWith("https://") && !nameOrUrl.startsWith("http://")) {
                return aws.sqs().getQueueUrl(ask -> ask.queueName(nameOrUrl)).queueUrl();
            }
            aws.sqs().getQueueAttributes(ask -> ask.queueUrl(nameOrUrl).attributeNames(QueueAttributeName.QUEUE_ARN));
            return nameOrUrl;
        } catch (QueueDoesNotExistException e) {
            throw new QueueException(named(nameOrUrl) + "there is no such queue in this account and region", e);
        } catch (SqsException e) {
            if (e.statusCode() == 403 && nameOrUrl.contains("://")) {
                // Who may send may be forbidden to look; sending tells.
                return nameOrUrl;
            }
            throw new QueueException(named(nameOrUrl) + SendException.reason(e), e);
        } catch (SdkException e) {
            throw new QueueException(named(nameOrUrl) + SendException.reason(e), e);
        }
    }

    private static String named(String nameOrUrl) {
        return "queue " + Printable.of(nameOrUrl) + ": ";
    }
}
