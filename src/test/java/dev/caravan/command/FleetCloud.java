package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Interference;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalStepFunctions;
import dev.caravan.local.LocalTable;
import dev.caravan.local.StoredObject;
import dev.caravan.message.MessageCodec;
import dev.caravan.message.ObjectMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Two stores with different access keys, a queue and a table, and finders and workers between them. These run as
 * separate processes, or in this process, which is quicker.
 */
final class FleetCloud implements AutoCloseable {

    static final long MIB = 1 << 20;

    /** The system properties that are equivalent to an environment variable. */
    private static final Map<String, String> AWS_PROPERTIES = Map.of(
            "AWS_ACCESS_KEY_ID", "aws.accessKeyId",
            "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT", "aws.ec2MetadataServiceEndpoint",
            "AWS_ENDPOINT_URL_SECRETS_MANAGER", "aws.endpointUrlSecretsManager",
            "AWS_ENDPOINT_URL_STS", "aws.endpointUrlSts",
            "AWS_ENDPOINT_URL_SFN", "aws.endpointUrlSfn");

    private static final Path LAUNCHER = Path.of(System.getProperty("caravan.home"), "bin/caravan");

    final LocalS3 from = LocalS3.start().credential("AKFROM", "from-secret");
    final LocalS3 to = LocalS3.start().credential("AKTO", "to-secret");
    final Bucket source = from.createBucket("source");
    final Bucket destination = to.createBucket("destination");
    final LocalQueue queue = LocalQueue.start();
    final LocalTable table = LocalTable.start();
    final Interference beforeQueue = Interference.before(queue.endpoint());
    final Interference beforeTable = Interference.before(table.endpoint());

    /** The environment of the processes. A test may change it. */
    final Map<String, String> environment = new HashMap<>(Map.ofEntries(
            Map.entry("SOURCE_ACCESS_KEY_ID", "AKFROM"),
            Map.entry("SOURCE_SECRET_ACCESS_KEY", "from-secret"),
            Map.entry("DEST_ACCESS_KEY_ID", "AKTO"),
            Map.entry("DEST_SECRET_ACCESS_KEY", "to-secret"),
            Map.entry("SRC_BUCKET", "source"),
            Map.entry("SRC_ENDPOINT", from.endpoint().toString()),
            Map.entry("SRC_REGION", "us-east-1"),
            Map.entry("DEST_BUCKET", "destination"),
            Map.entry("DEST_ENDPOINT", to.endpoint().toString()),
            Map.entry("DEST_REGION", "us-east-1"),
            Map.entry("PART_SIZE", "5MiB"),
            Map.entry("MULTIPART_THRESHOLD", "5MiB"),
            Map.entry("WORKER_NUMBER", "8"),
            Map.entry("JOB_QUEUE_NAME", LocalQueue.NAME),
            Map.entry("JOB_TABLE_NAME", LocalTable.NAME),
            Map.entry("VISIBILITY_TIMEOUT", "10"),
            Map.entry("AWS_ENDPOINT_URL_SQS", beforeQueue.endpoint().toString()),
            Map.entry("AWS_ENDPOINT_URL_DYNAMODB", beforeTable.endpoint().toString()),
            Map.entry("AWS_REGION", "us-east-1"),
            Map.entry("AWS_ACCESS_KEY_ID", "local"),
            Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
            Map.entry(
                    "CARAVAN_JAVA_OPTS",
                    "-Xmx128m -Dcaravan.redelivery.delay=20 -Dcaravan.backoff.first=1 -Dcaravan.backoff.longest=1"
                            // A worker that ends waits for the response to its last request.
                            + " -Dcaravan.receive.wait=1")));

    private final Path folder;
    private final List<CaravanProcess> processes = new ArrayList<>();
    private final List<LocalWorker> workers = new ArrayList<>();
    private final LocalAws aws =
            new LocalAws(beforeQueue.endpoint(), beforeTable.endpoint(), URI.create("http://127.0.0.1:1"));

    FleetCloud(Path folder) {
        this.folder = folder;
    }

    CaravanProcess start(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        CaravanProcess process = CaravanProcess.start(LAUNCHER, folder, environment, all);
        processes.add(process);
        return process;
    }

    /** Starts a worker in this process, and waits until it receives messages. */
    LocalWorker work() {
        LocalWorker worker = LocalWorker.start(environment, systemProperties());
        workers.add(worker);
        await().atMost(Duration.ofMinutes(1)).until(() -> worker.output().contains(", queue ") || !worker.isRunning());
        return worker;
    }

    /** Ends the workers of this process. */
    void endWorkers() throws InterruptedException {
        for (LocalWorker worker : List.copyOf(workers)) {
            workers.remove(worker);
            worker.end();
        }
    }

    /** Waits for a worker of this process that ends without a signal, and returns its exit code. */
    int exitCode(LocalWorker worker) throws InterruptedException {
        workers.remove(worker);
        return worker.exitCode(60);
    }

    /** Configures workers of this process to move giant objects, which this state machine watches. */
    void watchGiants(LocalStepFunctions machine) {
        environment.put("SINGLE_PART_TABLE_NAME", LocalTable.PARTS);
        environment.put("SFN_ARN", LocalStepFunctions.ARN);
        environment.put("GIANT_THRESHOLD", "20MiB");
        environment.put("AWS_ENDPOINT_URL_SFN", machine.endpoint().toString());
    }

    /** Compares once, in this process, and returns the finder's output. */
    String find() {
        return find(ExitCode.DONE);
    }

    /** Compares once, in this process, and checks the exit code. */
    String find(int exitCode) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        int code = Commands.run(new String[] {"finder"}, systemProperties(), environment, writer, writer);
        assertThat(code).as(said.toString()).isEqualTo(exitCode);
        return said.toString();
    }

    /**
     * Returns the system properties among a process's Java options. Sets the properties with which AWS clients of this
     * process find their services.
     */
    private Map<String, String> systemProperties() {
        AWS_PROPERTIES.forEach((variable, property) -> {
            if (environment.containsKey(variable)) {
                System.setProperty(property, environment.get(variable));
            }
        });
        return Stream.of(environment.get("CARAVAN_JAVA_OPTS").split(" "))
                .filter(option -> option.startsWith("-D"))
                .map(option -> option.substring(2).split("=", 2))
                .collect(Collectors.toMap(option -> option[0], option -> option[1]));
    }

    /** Sends messages for these objects of the source, as a finder does for missing objects. */
    void queue(Collection<StoredObject> objects) {
        send(objects.stream()
                .map(object -> new ObjectMessage(object.key(), object.size(), object.etag(), object.lastModified()))
                .map(MessageCodec::encode)
                .toList());
    }

    /** Sends these texts to the queue, in their order. */
    void send(List<String> bodies) {
        for (int first = 0; first < bodies.size(); first += 10) {
            List<SendMessageBatchRequestEntry> batch = new ArrayList<>();
            for (String body : bodies.subList(first, Math.min(first + 10, bodies.size()))) {
                batch.add(SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(batch.size()))
                        .messageBody(body)
                        .build());
            }
            assertThat(queue.client()
                            .sendMessageBatch(send -> send.queueUrl(queue.url()).entries(batch))
                            .failed())
                    .isEmpty();
        }
    }

    /** Takes all dead letters, with their attributes. */
    List<Message> takeDeadLetters() {
        List<Message> all = new ArrayList<>();
        while (queue.deadLetters().visible() > 0) {
            List<Message> some = queue.client()
                    .receiveMessage(ask -> ask.queueUrl(queue.deadLettersUrl())
                            .maxNumberOfMessages(10)
                            .messageAttributeNames("All"))
                    .messages();
            some.forEach(letter -> queue.client()
                    .deleteMessage(
                            delete -> delete.queueUrl(queue.deadLettersUrl()).receiptHandle(letter.receiptHandle())));
            all.addAll(some);
        }
        return all;
    }

    /** Returns the records of objects in the table, by key. */
    Map<String, Map<String, AttributeValue>> records() {
        return table.client().scanPaginator(scan -> scan.tableName(LocalTable.NAME)).items().stream()
                .filter(item -> item.containsKey("JobStatus"))
                .collect(Collectors.toMap(item -> item.get("ObjectKey").s(), item -> item));
    }

    /** Waits until the queue has no messages, not even messages in flight. */
    void awaitEmptyQueue() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(queue.depth()).as(this::outputs).isEqualTo(new LocalQueue.Depth(0, 0)));
    }

    private String outputs() {
        StringBuilder text = new StringBuilder();
        processes.forEach(process -> text.append("---\n").append(process.output()));
        workers.forEach(worker -> text.append("---\n").append(worker.output()));
        return text.toString();
    }

    /**
     * Checks that all objects are copied and recorded, that the dead-letter queue is empty and that no upload is open.
     */
    void assertAllWell() {
        assertAllThere();
        assertAllOnRecord();
        assertThat(queue.deadLetters().all()).isZero();
        assertThat(destination.openUploads()).isEmpty();
    }

    void assertAllThere() {
        assertThat(destination.keys()).isEqualTo(source.keys());
        assertNothingTorn();
    }

    void assertNothingTorn() {
        for (StoredObject object : destination.objects()) {
            Content expected = source.get(object.key()).orElseThrow().content();
            assertThat(object.content().sameAs(expected)).as(object.key()).isTrue();
        }
    }

    void assertAllOnRecord() {
        assertOnRecord(source.objects());
    }

    /** Checks that the record of each object is DONE with the ETags of both copies. */
    void assertOnRecord(Collection<StoredObject> objects) {
        Map<String, Map<String, AttributeValue>> records = records();
        for (StoredObject object : objects) {
            String etag = destination.get(object.key()).orElseThrow().etag();
            assertThat(records.get(object.key()))
                    .as(object.key())
                    .containsEntry("JobStatus", AttributeValue.fromS("DONE"))
                    .containsEntry("SourceEtag", AttributeValue.fromS(object.etag()))
                    .containsEntry("Etag", AttributeValue.fromS(etag));
        }
    }

    @Override
    public void close() {
        processes.forEach(CaravanProcess::close);
        try {
            beforeQueue.all(Interference.Mode.PASS);
            beforeTable.all(Interference.Mode.PASS);
            endWorkers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        aws.close();
        beforeQueue.close();
        beforeTable.close();
        queue.close();
        table.close();
        from.close();
        to.close();
    }
}
