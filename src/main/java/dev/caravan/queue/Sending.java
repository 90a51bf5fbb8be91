package dev.caravan.queue;

import dev.caravan.message.Message;
import dev.caravan.message.MessageCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** A batch being sent, with its messages that the queue hasn't taken yet. An entry's ID is its index in the batch. */
final class Sending {

    private final String queueUrl;
    private final List<Message> batch;
    private final List<SendMessageBatchRequestEntry> entries;
    private List<Integer> open;
    private int refusals;

    Sending(String queueUrl, List<Message> batch) {
        this.queueUrl = queueUrl;
        this.batch = List.copyOf(batch);
        this.entries = Batches.entries(
                batch,
                (id, message) -> SendMessageBatchRequestEntry.builder()
                        .id(id)
                        .messageBody(MessageCodec.encode(message))
                        .build());
        this.open = IntStream.range(0, batch.size()).boxed().toList();
    }

    /** Returns the request for open messages; null if there are none, which ends the route's loop. */
    SendMessageBatchRequest request() {
        return open.isEmpty()
                ? null
                : SendMessageBatchRequest.builder()
                        .queueUrl(queueUrl)
                        .entries(open.stream().map(entries::get).toList())
                        .build();
    }

    /** Returns how many answers in a row left messages open. */
    int refusals() {
        return refusals;
    }

    /** Marks and returns the messages that the answer confirms; others stay open. */
    List<Message> taken(SendMessageBatchResponse answer) {
        Set<String> ids = answer.successful().stream()
                .map(SendMessageBatchResultEntry::id)
                .collect(Collectors.toSet());
        Map<Boolean, List<Integer>> taken =
                open.stream().collect(Collectors.partitioningBy(i -> ids.contains(Integer.toString(i))));
        open = taken.get(false);
        refusals = open.isEmpty() ? 0 : refusals + 1;
        return taken.get(true).stream().map(batch::get).toList();
    }

    String key() {
        return batch.get(open.get(0)).key();
    }

    SendException failed(String why, Throwable cause) {
        return new SendException(key(), open.size(), why, cause);
    }

    SendException refused(BatchResultErrorEntry error) {
        Message message = batch.get(Integer.parseInt(error.id()));
        return new SendException(message.key(), 1, why(error), null);
    }

    static String why(BatchResultErrorEntry error) {
        return (error.code() == null ? "no code" : error.code())
                + (error.message() == null ? "" : ": " + error.message());
    }
}
