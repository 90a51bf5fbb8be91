package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.record.JobStatus;
import dev.caravan.store.DaemonThreads;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    /** Summarizes the whole table; ages and rates refer to {@code now}. */
    public Overview overview(Instant now) throws ControlPlaneException, InterruptedException {
        Tally tally = new Tally(now);
        scan(request(ScannedRecord.ATTRIBUTES), item -> {
            tally.add(ScannedRecord.of(item));
            return true;
        });
        return tally.overview();
    }

    /**
     * Reads the failures.
     *
     * @param sink takes the records, never two at a time; returns whether more are wanted
     * @return the number of records read
     */
    public long failures(Predicate<ScannedRecord> sink) throws ControlPlaneException, InterruptedException {
        ScanRequest.Builder failed = request(ScannedRecord.ATTRIBUTES)
                .filterExpression("#JobStatus = :error")
                .expressionAttributeValues(Item.values(Map.of(":error", JobStatus.ERROR)));
        return scan(failed, item -> sink.test(ScannedRecord.of(item)));
    }

    /** Prepares a scan for these attributes of each item; their names in expressions begin with #. */
    ScanRequest.Builder request(List<String> attributes) {
        // Some of the names are reserved words in expressions.
        Map<String, String> names = attributes.stream().collect(Collectors.toMap(name -> "#" + name, name -> name));
        return ScanRequest.builder()
                .tableName(table)
                .totalSegments(SEGMENTS)
                .projectionExpression(String.join(", ", names.keySet()))
                .expressionAttributeNames(names);
    }

    /**
     * Reads the segments in parallel.
     *
     * @param sink takes the items, never two at a time; returns whether more are wanted
     * @return the number of items read
     */
    long scan(ScanRequest.Builder request, Predicate<Map<String, AttributeValue>> sink)
            throws ControlPlaneException, InterruptedException {
        AtomicBoolean wanted = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(SEGMENTS, new DaemonThreads("caravan-scan"));
        try {
            ExecutorCompletionService<Long> segments = new ExecutorCompletionService<>(threads);
            for (int n = 0; n < SEGMENTS; n++) {
                ScanRequest segment = request.segment(n).build();
                segments.submit(() -> client.scanPaginator(segment).stream()
                        .takeWhile(page -> pass(page, sink, wanted))
                        .mapToLong(ScanResponse::scannedCount)
                        .sum());
            }
            long read = 0;
            for (int n = 0; n < SEGMENTS; n++) {
                read += segments.take().get();
            }
            return read;
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

    /** Passes one page at a time, and nothing once no more is wanted; returns whether more is. */
    private static boolean pass(ScanResponse page, Predicate<Map<String, AttributeValue>> sink, AtomicBoolean wanted) {
        synchronized (wanted) {
            wanted.set(wanted.get() && page.items().stream().allMatch(sink));
            return wanted.get();
        }
    }
}
