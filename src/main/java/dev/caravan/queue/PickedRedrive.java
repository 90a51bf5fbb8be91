package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Printable;
import dev.caravan.message.MessageReader;
import dev.caravan.store.Failures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Looks at every dead letter and moves the selected ones back to the queue. Sends each message before it deletes it: no
 * message is lost, but it may be duplicated. The others stay hidden meanwhile and then return.
 */
public final class PickedRedrive {

    /** The kind of a message that Amazon SQS itself moved to the dead-letter queue. */
    public static final String NO_REASON = "NoReason";

    /** The time limit for a look at all messages, in seconds. */
    private static final int HIDDEN = 1800;

    /** The maximum number of messages to hide; Amazon SQS hides at most 120,000 of a queue. */
    private static final int MOST_HIDDEN = 100_000;

    /** The empty answers in a row that prove an empty queue; one alone may miss a message. */
    private static final int EMPTY_ANSWERS = 3;

    private static final int LONGEST_BATCH = 60_000;

    private final SqsClient client;
    private final Batches letters;
    private final String to;
    private final Predicate<Letter> wanted;
    private final Map<String, Long> kinds = new TreeMap<>();
    private final Set<String> hidden = new LinkedHashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> counted = new HashSet<>();
    private final Map<String, Integer> refused = new TreeMap<>();

    /** A dead letter: the first word of its reason, such as {@code Denied}, and the source's keys in it. */
    public record Letter(String kind, List<String> keys) {

        static Letter of(Message message) {
            MessageAttributeValue reason = message.messageAttributes().get(DeadLetters.REASON);
            String text = reason == null || reason.stringValue() == null ? "" : reason.stringValue();
            String kind = Failures.kindOf(text);
            return new Letter(kind.isEmpty() ? NO_REASON : Printable.of(kind), MessageReader.keys(message.body()));
        }
    }

    /**
     * The result.
     *
     * @param wanted number of moved messages, or in a dry run selected ones
     * @param all number of dead letters seen
     * @param complete whether all were seen
     * @param kinds of the selected messages
     * @param refused numbers of messages that the service refused to move or to delete, each with what it said
     */
    public record Result(
            long wanted, long all, boolean complete, Map<String, Long> kinds, Map<String, Integer> refused) {}

    /** Moves messages from the dead-letter queue to the queue, both by their URLs. */
    public PickedRedrive(SqsClient client, String from, String to, Predicate<Letter> wanted) {
        this.client = client;
        this.letters = new Batches(client, from);
        this.to = to;
        this.wanted = wanted;
    }

    /** Moves the selected messages, or in a dry run counts them. */
    public Result run(boolean dryRun) throws ControlPlaneException {
        return ControlPlaneProblem.calling("dead letters " + letters.queueUrl(), () -> {
            try {
                return look(dryRun);
            } finally {
                giveBack();
            }
        });
    }

    private Result look(boolean dryRun) {
        for (int empty = 0; empty < EMPTY_ANSWERS; ) {
            if (hidden.size() >= MOST_HIDDEN) {
                return result(false);
            }
            List<Message> messages = client.receiveMessage(ask -> ask.queueUrl(letters.queueUrl())
                            .maxNumberOfMessages(Batches.MOST)
                            .waitTimeSeconds(1)
                            .visibilityTimeout(HIDDEN)
                            .messageAttributeNames("All"))
                    .messages();
            empty = messages.isEmpty() ? empty + 1 : 0;
            List<Message> picked = new ArrayList<>(Batches.MOST);
            for (Message message : messages) {
                hidden.add(message.receiptHandle());
                seen.add(message.messageId());
                if (wanted.test(Letter.of(message))) {
                    picked.add(message);
                }
            }
            if (dryRun) {
                picked.forEach(this::count);
            } else {
                move(picked);
            }
        }
        return result(true);
    }

    private Result result(boolean complete) {
        return new Result(counted.size(), seen.size(), complete, kinds, refused);
    }

    private void count(Message message) {
        if (counted.add(message.messageId())) {
            kinds.merge(Letter.of(message).kind(), 1L, Long::sum);
        }
    }

    private void move(List<Message> messages) {
        int length =
                messages.stream().mapToInt(message -> message.body().length()).sum();
        if (length > LONGEST_BATCH && messages.size() > 1) {
            messages.forEach(message -> move(List.of(message)));
            return;
        }
        if (messages.isEmpty()) {
            return;
        }
        List<SendMessageBatchRequestEntry> entries = Batches.entries(
                messages,
                (id, message) -> SendMessageBatchRequestEntry.builder()
                        .id(id)
                        .messageBody(message.body())
                        .messageAttributes(message.messageAttributes())
                        .build());
        SendMessageBatchResponse answer =
                client.sendMessageBatch(send -> send.queueUrl(to).entries(entries));
        // What the answer doesn't confirm stays a dead letter.
        List<Message> sent = answer.successful().stream()
                .map(taken -> messages.get(Integer.parseInt(taken.id())))
                .toList();
        if (sent.size() < messages.size()) {
            String why = answer.failed().isEmpty()
                    ? "the answer doesn't speak of it"
                    : Sending.why(answer.failed().get(0));
            refused.merge("couldn't be moved: " + why, messages.size() - sent.size(), Integer::sum);
        }
        if (sent.isEmpty()) {
            return;
        }
        sent.forEach(this::count);
        List<String> handles =
                new ArrayList<>(sent.stream().map(Message::receiptHandle).toList());
        for (BatchResultErrorEntry left : letters.delete(handles)) {
            refused.merge("were moved and are still dead letters too: " + Sending.why(left), 1, Integer::sum);
            handles.set(Integer.parseInt(left.id()), "");
        }
        handles.forEach(hidden::remove);
    }

    private void giveBack() {
        Batches.of(List.copyOf(hidden)).forEach(handles -> letters.hide(handles, 0, null));
    }
}
