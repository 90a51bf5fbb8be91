package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.record.JobStatus;
import dev.caravan.store.DaemonThreads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Reads a whole table of records in parallel segments, eventually consistent, keeping only what the result needs. Every
 * record is read and paid for.
 */
public record StatusScan(DynamoDbClient client, String table) {

    public static final int SEGMENTS = 8;

    /** Takes records one after another, never two at a time. */
    public interface Sink {
        /** Takes a record; returns whether more are wanted. */
        boolean take(ScannedRecord seen);
    }

    /** Summarizes the whole table; ages and rates refer to {@code now}. */
    public Overview overview(Instant now) throws ControlPlaneException, InterruptedException {
        Tally all = new Tally(now);
        for (Tally segment : segments(ScannedRecord.ATTRIBUTES, request -> {
            Tally tally = new Tally(now);
            pages(request).forEach(page -> page.items().forEach(item -> tally.add(ScannedRecord.of(item))));
            return tally;
        })) {
            all.add(segment);
        }
        return all.overview();
    }

    /** Passes each failure to the sink; returns the number of records read. */
    public long failures(Sink sink) throws ControlPlaneException, InterruptedException {
        Gate gate = new Gate(sink);
        long read = 0;
        for (long segment : segments(ScannedRecord.ATTRIBUTES, request -> {
            ScanRequest failed = request.toBuilder()
                    .filterExpression("#JobStatus = :error")
                    .expressionAttributeValues(Map.of(":error", AttributeValue.fromS(JobStatus.ERROR.name())))
                    .build();
            return pages(failed)
                    .takeWhile(gate::pass)
                    .mapToLong(ScanResponse::scannedCount)
                    .sum();
        })) {
            read += segment;
        }
        return read;
    }

    Stream<ScanResponse> pages(ScanRequest request) {
        return client.scanPaginator(request).stream();
    }

    /**
     * Reads the segments in parallel.
     *
     * @param attributes to read of each record
     * @param reader of one segment
     * @return the readers' results in any order
     */
    <T> List<T> segments(List<String> attributes, Function<ScanRequest, T> reader)
            throws ControlPlaneException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(SEGMENTS, new DaemonThreads("caravan-scan"));
        try {
            ExecutorCompletionService<T> segments = new ExecutorCompletionService<>(threads);
            IntStream.range(0, SEGMENTS).forEach(n -> segments.submit(() -> reader.apply(request(attributes, n))));
            List<T> results = new ArrayList<>();
            while (results.size() < SEGMENTS) {
                results.add(segments.take().get());
            }
            return results;
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private ControlPlaneException failure(ExecutionException failed) {
        if (failed.getCause() instanceof SdkException cause) {
            return ControlPlaneProblem.of("table " + table, cause);
        }
        throw new IllegalStateException("table " + table + ": " + failed.getCause(), failed);
    }

    private ScanRequest request(List<String> attributes, int segment) {
        Map<String, String> names = new HashMap<>();
        attributes.forEach(name -> names.put("#" + name, name));
        return ScanRequest.builder()
                .tableName(table)
                .segment(segment)
                .totalSegments(SEGMENTS)
                // Some of the names are reserved words in expressions.
                .projectionExpression(String.join(", ", names.keySet()))
                .expressionAttributeNames(names)
                .build();
    }

    /** Lets one page through at a time, and none once no more is wanted. */
    private static final class Gate {
        private final Sink sink;
        private boolean closed;

        private Gate(Sink sink) {
            this.sink = sink;
        }

        synchronized boolean pass(ScanResponse page) {
            for (Map<String, AttributeValue> item : page.items()) {
                closed = closed || !sink.take(ScannedRecord.of(item));
            }
            return !closed;
        }
    }
}
