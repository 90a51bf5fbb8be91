package dev.caravan.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.component.Guarded;
import dev.caravan.flow.FleetSteps;
import dev.caravan.flow.MultipartSteps;
import dev.caravan.flow.Transfers;
import dev.caravan.job.Fleet;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobReader;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Selection;
import dev.caravan.job.Settings;
import dev.caravan.job.StoreType;
import dev.caravan.job.VerifyMode;
import dev.caravan.job.WhenBusy;
import dev.caravan.local.LocalTable;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.AbortMessage;
import dev.caravan.message.CompleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.MessageCodec;
import dev.caravan.message.MessageReader;
import dev.caravan.message.UploadMessage;
import dev.caravan.progress.FewLines;
import dev.caravan.progress.Progress;
import dev.caravan.queue.StateMachine;
import dev.caravan.record.JobStatus;
import dev.caravan.record.dynamo.DynamoRecords;
import dev.caravan.record.dynamo.PartRecords;
import dev.caravan.record.dynamo.SplitRecords;
import dev.caravan.transfer.Buckets;
import dev.caravan.transfer.FleetRecords;
import dev.caravan.transfer.FleetStep;
import dev.caravan.transfer.FleetUpload;
import dev.caravan.transfer.QueueTimes;
import dev.caravan.transfer.Repeats;
import dev.caravan.transfer.Transfer;
import dev.caravan.transfer.Upload;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/**
 * A fleet of one worker at a time with real tables and a queue in memory. It does the work of the state machine. Its
 * routes start once; {@link #renew} empties the stores and the queue.
 */
final class GiantBench implements AutoCloseable {

    static final int MOST_RECEIVES = 5;
    static final int MOST_READINGS = 3;
    static final int PART = 5 * RouteBench.MIB;
    private static final int MOST_MESSAGES = 2_000;
    private static final Fleet FLEET = new Fleet(
            "queue",
            "records",
            "parts",
            "machine",
            "",
            WhenBusy.COMPARE,
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            false,
            "");

    /** A message on the queue. */
    record Queued(String text, int receives) {}

    final RouteBench bench;
    final Deque<Queued> queue = new ArrayDeque<>();
    final List<String> sent = new ArrayList<>();
    final List<String> deadLetters = new ArrayList<>();
    /** The watched uploads: for each upload ID, the message that completes the upload. */
    final Map<String, CompleteMessage> watched = new HashMap<>();

    private final Map<String, Integer> parts = new HashMap<>();
    private final LocalTable table;
    private final MessageReader reader = new MessageReader(job(), new Selection(job(), List.of(), null));
    /** The queue times by the text of a message. */
    private final Map<String, QueueTimes> times = new HashMap<>();

    /** The clock of the queue, in milliseconds. */
    private long clock;

    private int operations;
    private int killAt = Integer.MAX_VALUE;
    private boolean killed;
    /** Whether the queue rejects all messages of a worker. */
    boolean queueRefuses;

    private int kills;
    private Progress.Snapshot before;

    GiantBench(Path folder, LocalTable table) throws Exception {
        this(folder, table, VerifyMode.NONE);
    }

    /** @param verify which checksums are compared for content from a source other than S3 */
    GiantBench(Path folder, LocalTable table, VerifyMode verify) throws Exception {
        this.table = table;
        bench = new RouteBench(folder).verifies(verify);
        bench.property("caravan.queue", "sqs")
                .property("caravan.fleet", "direct:fleet-upload")
                .property("caravan.object.redeliveries", "0");
        DynamoDbClient client = counted(table.client());
        FleetRecords records = new FleetRecords(new DynamoRecords(client, LocalTable.NAME));
        SplitRecords splits = new SplitRecords(client, LocalTable.NAME);
        PartRecords partRecords = new PartRecords(client, LocalTable.PARTS);
        bench.recordsTo(client);
        StateMachine machine = new StateMachine(() -> watcher, FLEET, "queue");
        bench.bind("stateMachine", machine);
        machine.byName().forEach((name, step) -> bench.bind(name, new Guarded(step)));
        bench.fleet(
                new RouteBench.FleetParts() {
                    @Override
                    public FleetStep step(Buckets buckets, Upload upload) {
                        return new FleetStep(
                                buckets,
                                upload,
                                splits,
                                partRecords,
                                verify,
                                StoreType.OSS,
                                () -> false,
                                MOST_READINGS,
                                FleetSteps.givenUp(bench.progress, bench.extensions),
                                new FewLines());
                    }

                    @Override
                    public FleetSteps steps(Buckets buckets, Upload upload, FleetStep step, MultipartSteps multipart) {
                        FleetUpload split = new FleetUpload(
                                upload, records, splits, partRecords, new Repeats(splits::find, buckets));
                        return new FleetSteps(split, step, upload, multipart, new KeyMapping("", ""), true);
                    }
                },
                records,
                2L * PART,
                records::claim);
        bench.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:enqueue")
                        .onException(Throwable.class)
                        .maximumRedeliveries(0)
                        .logExhausted(false)
                        .end()
                        .process(GiantBench.this::enqueue);
            }
        });
        bench.start(UnaryOperator.identity(), List.of("object", "multipart", "fleet-upload", "record"));
        renew();
    }

    /** Empties stores and queue, and counts from zero. The records stay, because each test has its own keys. */
    void renew() {
        for (MemoryStore store : List.of(bench.source, bench.destination)) {
            store.clear();
            store.when((operation, key) -> operation());
        }
        queue.clear();
        sent.clear();
        deadLetters.clear();
        watched.clear();
        parts.clear();
        revive();
        kills = 0;
        queueRefuses = false;
        before = bench.progress.now();
    }

    /** Returns the number of objects that were copied since the last {@link #renew}. */
    long copied() {
        return bench.progress.now().copied() - before.copied();
    }

    /** Returns the number of objects that failed since the last {@link #renew}. */
    long failed() {
        return bench.progress.now().failed() - before.failed();
    }

    /** Returns the number of objects that were copied without a verification since the last {@link #renew}. */
    long unverified() {
        return bench.progress.now().unverified() - before.unverified();
    }

    /** Returns the number of objects that reached an end since the last {@link #renew}. */
    long settled() {
        return bench.progress.now().settled() - before.settled();
    }

    private static Job job() {
        try {
            return JobReader.read("s3://from", "s3://to", new Settings(Map.of(), Map.of(), Map.of(), Map.of()));
        } catch (InvalidJobException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a client that counts every request to the tables as an operation. */
    private DynamoDbClient counted(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, args) -> {
                    operation();
                    try {
                        return method.invoke(client, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Counts a request that leaves the process. After the process is killed, all its requests fail. */
    private void operation() {
        operations++;
        if (operations >= killAt) {
            killed = true;
        }
        if (killed) {
            throw new IllegalStateException("killed");
        }
    }

    /** Kills the process that has the next message before this operation, counted from 1. */
    void killAt(int operation) {
        operations = 0;
        killAt = operation;
    }

    /** Returns the number of killed workers. */
    int kills() {
        return kills;
    }

    /** Returns whether a worker was killed. If so, starts another one. */
    boolean revive() {
        boolean was = killed;
        kills += was ? 1 : 0;
        killed = false;
        killAt = Integer.MAX_VALUE;
        return was;
    }

    private void enqueue(Exchange exchange) {
        operation();
        if (queueRefuses) {
            throw new IllegalStateException("the queue refuses 10 messages");
        }
        for (Object message : exchange.getMessage().getBody(List.class)) {
            put((Message) message);
        }
    }

    void put(Message message) {
        String text = MessageCodec.encode(message);
        sent.add(text);
        times.remove(text);
        queue.add(new Queued(text, 0));
    }

    /** A client of AWS Step Functions. */
    private final SfnClient watcher = new SfnClient() {
        @Override
        public StartExecutionResponse startExecution(StartExecutionRequest request) {
            operation();
            watch(request);
            return StartExecutionResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    };

    private void watch(StartExecutionRequest request) {
        try {
            JsonNode input = new ObjectMapper().readTree(request.input());
            String uploadId = input.path("uploadId").asText();
            if (watched.containsKey(uploadId)) {
                throw ExecutionAlreadyExistsException.builder().build();
            }
            watched.put(uploadId, new CompleteMessage(input.path("key").asText(), uploadId));
            parts.put(uploadId, input.path("parts").asInt());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Receives the next message and processes it. An unfinished message returns to the end of the queue. */
    Transfer next() {
        Queued taken = queue.remove();
        int receives = taken.receives() + 1;
        Message message = reader.read(taken.text()).messages().get(0);
        String endpoint = message instanceof UploadMessage ? "direct:fleet-step" : "direct:object";
        clock += 2_000;
        QueueTimes first = times.computeIfAbsent(taken.text(), text -> new QueueTimes(clock - 1_000, clock));
        Exchange done = bench.receive(endpoint, message, receives, MOST_RECEIVES, first);
        boolean was = revive();
        Transfer transfer = Transfers.of(done);
        boolean recorded = !was && transfer != null && transfer.recorded();
        boolean failed = recorded && transfer.status() == JobStatus.ERROR;
        if (failed || (!recorded && receives >= MOST_RECEIVES)) {
            deadLetters.add(taken.text());
        } else if (!recorded) {
            queue.add(new Queued(taken.text(), receives));
        }
        return transfer;
    }

    /** Processes the next message. If the queue is empty, does the state machine's work first. */
    void settleOne() {
        if (!queue.isEmpty() || watches()) {
            next();
        }
    }

    /** Processes messages until the queue is empty and no upload is watched. */
    void settle() {
        for (int messages = 0; !queue.isEmpty() || watches(); messages++) {
            if (messages > MOST_MESSAGES) {
                throw new IllegalStateException("it never ends: " + queue);
            }
            if (!queue.isEmpty()) {
                next();
            }
        }
    }

    /** Does the work that the state machine does every minute. */
    private boolean watches() {
        for (CompleteMessage complete : List.copyOf(watched.values())) {
            String uploadId = complete.uploadId();
            Map<String, AttributeValue> record = table.record(complete.key());
            boolean waits = attribute(record, "UploadId").equals(uploadId)
                    && List.of("STARTED", "SPLIT_DONE").contains(attribute(record, "JobStatus"));
            if (!waits) {
                watched.remove(uploadId);
                continue;
            }
            long done = count(uploadId, "PART_DONE");
            if (count(uploadId, "PART_ERROR") > 0) {
                put(new AbortMessage(complete.key(), uploadId, "a part failed"));
            } else if (done == parts.get(uploadId)) {
                put(complete);
            }
        }
        return !queue.isEmpty();
    }

    private long count(String uploadId, String status) {
        long count = 0;
        for (int part = 1; part <= parts.get(uploadId); part++) {
            count += attribute(table.part(uploadId, part), "JobStatus").equals(status) ? 1 : 0;
        }
        return count;
    }

    private static String attribute(Map<String, AttributeValue> record, String name) {
        AttributeValue value = record.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    @Override
    public void close() throws Exception {
        bench.close();
    }
}
