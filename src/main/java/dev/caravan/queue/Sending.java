package dev.caravan.queue;

import dev.caravan.message.Message;
import dev.caravan.message.MessageCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** One batch on its way: which of its messages the queue has not taken yet. An entry's id is its place in the batch. */
final class Sending {

    private final String queueUrl;
    private final List<Message> batch;
    private final List<SendMessageBatchRequestEntry> entries;
    private List<Integer> open;
    private int refusals;

    Sending(String queueUrl, List<Message> batch) {
        this.queueUrl = queueUrl;
        this.batch = List.copyOf(batch);
        this.entries = new ArrayList<>(batch.size());
        this.open = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .messageBody(MessageCodec.encode(batch.get(i)))
                    .build());
            open.add(i);
        }
    }

    /** The request for what is open; null where nothing is, which ends the route's loop. */
    SendMessageBatchRequest request() {
        return open.isEmpty()
                ? null
                : SendMessageBatchRequest.builder()
                        .queueUrl(queueUrl)
                        .entries(open.stream().map(entries::get).toList())
                        .build();
    }

    /** How many answers in a row left something open. */
    int refusals() {
        return refusals;
    }

    /** Closes and returns what the answer says was taken; what it doesn't speak of stays open. */
    List<Message> taken(SendMessageBatchResponse answer) {
        Set<String> ids = new HashSet<>();
        for (SendMessageBatchResultEntry entry : answer.successful()) {
            ids.add(entry.id());
        }
        List<Message> taken = new ArrayList<>(open.size());
        List<Integer> left = new ArrayList<>();
        for (int i : open) {
            if (ids.contains(Integer.toString(i))) {
                taken.add(batch.get(i));
            } else {
                left.add(i);
            }
        }
        open = left;
        refusals = left.isEmpty() ? 0 : refusals + 1;
        return taken;
    }

    /** The key of the first message that the queue has not taken. */
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
