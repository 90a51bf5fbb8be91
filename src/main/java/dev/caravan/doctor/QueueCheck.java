package dev.caravan.doctor;

import dev.caravan.queue.JobQueue;
import dev.caravan.queue.RedrivePolicy;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Tests the queue requests of finder and workers without sending, receiving or deleting a message. Amazon SQS has no
 * dry run, so the requests are invalid or empty.
 *
 * @param arnPrefix start of the queue's ARN
 */
public record QueueCheck(Supplier<SqsClient> client, Set<Role> roles, String arnPrefix) {

    private static final String NO_HANDLE = "caravan doctor";

    /**
     * Tests the queue.
     *
     * @param sends whether workers send to it, for giant objects
     * @return the dead-letter queue's name; empty if unknown
     */
    public String queue(Examination examination, String nameOrUrl, boolean sends) {
        String arn = arn(nameOrUrl);
        String what = "queue " + nameOrUrl;
        String url = url(examination, what, nameOrUrl, arn);
        if (url.isEmpty()) {
            return "";
        }
        String[] policy = {""};
        examination.allows(
                new Grant("sqs:GetQueueAttributes", arn),
                what,
                () -> policy[0] = client.get()
                        .getQueueAttributes(ask -> ask.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                        .attributes()
                        .getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""));
        if (roles.contains(Role.FINDER) || sends) {
            send(examination, what, url, arn);
        }
        if (roles.contains(Role.WORKER)) {
            receive(examination, what, url, arn);
        }
        return RedrivePolicy.of(policy[0]).deadLettersName();
    }

    /** Tests the dead-letter queue, which workers send to. */
    public void deadLetters(Examination examination, String name) {
        String what = "queue " + name;
        String url = url(examination, what, name, arn(name));
        if (!url.isEmpty()) {
            send(examination, what, url, arn(name));
        }
    }

    /** Returns the queue's URL; a caller without the permission also gets a missing queue. */
    private String url(Examination examination, String what, String nameOrUrl, String arn) {
        if (nameOrUrl.contains("://")) {
            return nameOrUrl;
        }
        Grant grant = new Grant("sqs:GetQueueUrl", arn);
        String[] url = {""};
        examination.allows(
                grant,
                what,
                () -> url[0] = JobQueue.url(client.get(), nameOrUrl),
                "; or, if there is one, allow " + grant.line());
        return url[0];
    }

    private void send(Examination examination, String what, String url, String arn) {
        faulty(
                examination,
                what,
                "sqs:SendMessage",
                arn,
                sqs -> sqs.sendMessageBatch(send -> send.queueUrl(url).entries(List.of())));
    }

    private void receive(Examination examination, String what, String url, String arn) {
        faulty(
                examination,
                what,
                "sqs:ReceiveMessage",
                arn,
                sqs -> sqs.receiveMessage(ask -> ask.queueUrl(url)
                        .maxNumberOfMessages(0)
                        .visibilityTimeout(0)
                        .waitTimeSeconds(0)));
        faulty(
                examination,
                what,
                "sqs:DeleteMessage",
                arn,
                sqs -> sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(NO_HANDLE)));
        faulty(
                examination,
                what,
                "sqs:ChangeMessageVisibility",
                arn,
                sqs -> sqs.changeMessageVisibility(
                        change -> change.queueUrl(url).receiptHandle(NO_HANDLE).visibilityTimeout(0)));
    }

    private void faulty(Examination examination, String what, String action, String arn, Function<SqsClient, ?> call) {
        examination.allowsFaulty(new Grant(action, arn), what, () -> call.apply(client.get()));
    }

    /** Returns the queue's ARN; its URL ends with account and name. */
    private String arn(String nameOrUrl) {
        String[] path = nameOrUrl.split("/", -1);
        String name = path[path.length - 1];
        String account = path.length > 1 ? path[path.length - 2] : "";
        boolean known = account.length() == 12 && account.chars().allMatch(Character::isDigit);
        return arnPrefix + (known ? account : "*") + ":" + name;
    }
}
