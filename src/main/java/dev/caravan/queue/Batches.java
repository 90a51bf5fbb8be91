package dev.caravan.queue;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;

/** Requests about up to ten messages of a queue. The ID of an entry is its index in the batch. */
record Batches(SqsClient client, String queueUrl) {

    /** The entries of one request (Amazon SQS). */
    static final int MOST = 10;

    static <T> List<List<T>> of(List<T> all) {
        return IntStream.iterate(0, i -> i < all.size(), i -> i + MOST)
                .mapToObj(i -> all.subList(i, Math.min(i + MOST, all.size())))
                .toList();
    }

    static <T, E> List<E> entries(List<T> batch, BiFunction<String, T, E> entry) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> entry.apply(Integer.toString(i), batch.get(i)))
                .toList();
    }

    /** Deletes messages; returns the failures. */
    List<BatchResultErrorEntry> delete(List<String> handles) {
        List<DeleteMessageBatchRequestEntry> entries = entries(
                handles,
                (id, handle) -> DeleteMessageBatchRequestEntry.builder()
                        .id(id)
                        .receiptHandle(handle)
                        .build());
        return client.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries))
                .failed();
    }

    /** Hides messages for 0 to 43,200 s within a time limit, null for the client's; returns the failures. */
    List<BatchResultErrorEntry> hide(List<String> handles, int seconds, Duration within) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = entries(
                handles,
                (id, handle) -> ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(id)
                        .receiptHandle(handle)
                        .visibilityTimeout(seconds)
                        .build());
        return client.changeMessageVisibilityBatch(request -> request.queueUrl(queueUrl)
                        .entries(entries)
                        .overrideConfiguration(call -> call.apiCallTimeout(within)))
                .failed();
    }
}
