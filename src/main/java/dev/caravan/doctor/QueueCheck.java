package dev.caravan.doctor;

import dev.caravan.aws.Probe;
import dev.caravan.aws.Probe.Result;
import dev.caravan.queue.JobQueue;
import dev.caravan.queue.RedrivePolicy;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Asks a queue for what finder and workers will ask it for, without sending, receiving or deleting any message: Amazon SQS has no dry
 * run, so that the requests have a fault in them, or nothing.
 *
 * @param arnPrefix what comes before the queue's name in its ARN
 */
public record QueueCheck(Supplier<SqsClient> client, Set<Role> roles, String arnPrefix) {

    private static final String NO_HANDLE = "caravan doctor";

    /**
     * Looks at the queue.
     *
     * @param sends whether workers send to it too, as for giant objects
     * @return the name of the queue of dead letters; empty where it isn't known
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

    /** Looks at the queue of dead letters, which workers send to. */
    public void deadLetters(Examination examination, String name) {
        String what = "queue " + name;
        String url = url(examination, what, name, arn(name));
        if (!url.isEmpty()) {
            send(examination, what, url, arn(name));
        }
    }

    /** That there is no such queue is also said to who may not know. */
    private String url(Examination examination, String what, String nameOrUrl, String arn) {
        if (nameOrUrl.contains("://")) {
            return nameOrUrl;
        }
        Grant grant = new Grant("sqs:GetQueueUrl", arn);
        String[] url = {""};
        examination.aws(grant, () -> {
            Probe probe = Probe.of(what, () -> url[0] = JobQueue.url(client.get(), nameOrUrl));
            return probe.result() == Result.MISSING
                    ? new Probe(Result.MISSING, probe.message() + "; or, if there is one, allow " + grant.line())
                    : probe;
        });
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

    /** A queue's URL ends with its account and its name. */
    private String arn(String nameOrUrl) {
        String[] path = nameOrUrl.split("/", -1);
        String name = path[path.length - 1];
        String account = path.length > 1 ? path[path.length - 2] : "";
        boolean known = account.length() == 12 && account.chars().allMatch(Character::isDigit);
        return arnPrefix + (known ? account : "*") + ":" + name;
    }
}
