package dev.caravan.routes;

import dev.caravan.component.Guarded;
import dev.caravan.flow.Bandwidth;
import dev.caravan.flow.Check;
import dev.caravan.flow.ExtensionPoints;
import dev.caravan.flow.FleetSteps;
import dev.caravan.flow.InFlight;
import dev.caravan.flow.Ledger;
import dev.caravan.flow.MultipartSteps;
import dev.caravan.flow.ObjectSteps;
import dev.caravan.flow.RecordSteps;
import dev.caravan.flow.Transfers;
import dev.caravan.job.CompareMode;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Limits;
import dev.caravan.job.RateTimetable;
import dev.caravan.job.VerifyMode;
import dev.caravan.local.LocalTable;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.record.OpenUpload;
import dev.caravan.record.OpenUploads.Window;
import dev.caravan.record.Report;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.dynamo.RecordsClient;
import dev.caravan.record.local.DatabaseUploads;
import dev.caravan.record.local.RecordStatement;
import dev.caravan.record.local.RecordsDatabase;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.WritableStore;
import dev.caravan.transfer.Buckets;
import dev.caravan.transfer.CopyPolicy;
import dev.caravan.transfer.FleetStep;
import dev.caravan.transfer.JournalRecords;
import dev.caravan.transfer.QueueTimes;
import dev.caravan.transfer.Retry;
import dev.caravan.transfer.ServiceCopy;
import dev.caravan.transfer.StandingObject;
import dev.caravan.transfer.Transfer;
import dev.caravan.transfer.Upload;
import dev.caravan.transfer.UploadRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.ResourceHelper;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Runs the shipped route files with their real steps between two stores in memory. */
final class RouteBench implements AutoCloseable {

    static final int RETRIES = 3;
    static final int PART_POOL = 2;
    static final int MIB = 1 << 20;
    static final int THRESHOLD = 6 * MIB;

    /** The columns, in the order of put-record.sql. */
    private static final List<String> COLUMNS = List.of(
            "ObjectKey",
            "JobStatus",
            "Size",
            "Etag",
            "SourceEtag",
            "StartTime",
            "EndTime",
            "StartTimestamp",
            "EndTimestamp",
            "SpentTime",
            "Attempts",
            "Error",
            "UploadId",
            "Parts");

    final MemoryStore source = new MemoryStore();
    final MemoryStore destination = new MemoryStore();
    final List<Map<String, Object>> records = new CopyOnWriteArrayList<>();
    final Progress progress = new Progress();
    final Ledger ledger = new Ledger(progress);
    final InFlight inFlight = new InFlight(true);
    final ExtensionPoints extensions = new ExtensionPoints();
    private final Properties properties = new Properties();
    private final DefaultRegistry registry = new DefaultRegistry();
    private final DefaultCamelContext context = new DefaultCamelContext(registry);
    private final RecordsDatabase database;
    private final JournalRecords journal;
    private UploadRecords uploadRecords;
    private VerifyMode verify = VerifyMode.AUTO;
    private CopyPolicy copyPolicy = new CopyPolicy(false, false, "from", false, false, 0, 0, System::nanoTime);
    private Predicate<Transfer> claim = transfer -> true;
    private Function<Buckets, Predicate<Transfer>> repeats = buckets -> transfer -> false;
    private Limits limits = Limits.NONE;
    private long fleetThreshold = Long.MAX_VALUE;
    private FleetParts fleet;
    private ProducerTemplate template;

    RouteBench(Path folder) {
        database = RecordsDatabase.open(folder.resolve("records"));
        context.disableJMX();
        context.setStreamCaching(false);
        context.getShutdownStrategy().setTimeout(1);
        destination.copiesFrom(source);
        context.addComponent("source", new MemoryComponent(source));
        context.addComponent("destination", new MemoryComponent(destination));
        context.getExecutorServiceManager()
                .registerThreadPoolProfile(new ThreadPoolProfileBuilder("partPool")
                        .poolSize(PART_POOL)
                        .maxPoolSize(PART_POOL)
                        .maxQueueSize(100)
                        .build());
        pool("slotPool", 2);
        properties.setProperty("caravan.fleet", "direct:multipart");
        properties.setProperty("caravan.record.to", "transfer:writeRecord");
        properties.setProperty("caravan.form.redeliveries", Integer.toString(RETRIES + 2));
        Map.of(
                        "caravan.source", "source:from",
                        "caravan.destination", "destination:to",
                        "caravan.queue", "memory",
                        "caravan.queue.size", "4",
                        "caravan.slots", "2",
                        "caravan.redeliveries", Integer.toString(RETRIES),
                        "caravan.object.redeliveries", Integer.toString(RETRIES),
                        "caravan.record.redeliveries", Integer.toString(RETRIES),
                        "caravan.redelivery.delay", "1",
                        "caravan.redelivery.longest", "4")
                .forEach(properties::setProperty);
        context.getPropertiesComponent().setInitialProperties(properties);
        bind(ledger.byName());
        bind("records", database.dataSource());
        bind("recordStatement", new RecordStatement());
        journal = new JournalRecords(database, database.uploads(), "destination:to");
        uploadRecords = journal;
        writeRecord(exchange -> records.add(columns(exchange)));
    }

    private int number(String property) {
        return Integer.parseInt(properties.getProperty(property));
    }

    /** Binds the steps of the protocols with the current settings. */
    private void bindProtocols() {
        Buckets buckets = buckets();
        Retry retry = new Retry(
                number("caravan.redeliveries"),
                number("caravan.form.redeliveries"),
                number("caravan.redelivery.delay"),
                number("caravan.redelivery.longest"),
                progress.passing());
        Upload upload = new Upload(buckets, uploadRecords, 5L * MIB, verify, retry);
        ServiceCopy copies = new ServiceCopy(buckets, copyPolicy, progress);
        FleetStep step = fleet == null ? null : fleet.step(buckets, upload);
        MultipartSteps multipart = new MultipartSteps(upload, copies, step, extensions, progress);
        ObjectSteps object = new ObjectSteps(
                new KeyMapping("", ""),
                new ObjectSteps.Sizes(THRESHOLD, THRESHOLD, fleetThreshold),
                false,
                limits,
                buckets,
                upload,
                copies,
                extensions,
                new StandingObject(buckets, CompareMode.AUTO),
                claim,
                repeats.apply(buckets));
        bindUnlessBound(inFlight.watching(object.byName()));
        bindUnlessBound(inFlight.watching(multipart.byName()));
        bind("uploadedParts", multipart);
        bindUnlessBound(
                new RecordSteps(progress, Report.none(), extensions, upload, uploadRecords, failure -> {}).byName());
        bindUnlessBound(Map.of("check", new Check(progress, new Bandwidth(RateTimetable.of(0)), verify)));
        if (fleet != null) {
            bindUnlessBound(fleet.steps(buckets, upload, step, multipart).byName());
        }
    }

    private Buckets buckets() {
        return new Buckets() {
            @Override
            public ObjectStore source() {
                return source;
            }

            @Override
            public WritableStore destination() {
                return destination;
            }
        };
    }

    private void bindUnlessBound(Map<String, Processor> steps) {
        steps.forEach((name, step) -> {
            if (registry.lookupByName(name) == null) {
                registry.bind(name, new Guarded(step));
            }
        });
    }

    /** Makes the steps that only a fleet has. */
    interface FleetParts {

        FleetStep step(Buckets buckets, Upload upload);

        FleetSteps steps(Buckets buckets, Upload upload, FleetStep step, MultipartSteps multipart);
    }

    /** Makes the bench a worker of a fleet. It splits objects of this size in bytes or larger. */
    RouteBench fleet(FleetParts parts, UploadRecords uploads, long threshold, Predicate<Transfer> claims) {
        fleet = parts;
        uploadRecords = uploads;
        fleetThreshold = threshold;
        return claims(claims);
    }

    /** Sets the limits for objects that no comparison has listed. */
    RouteBench limits(Limits of) {
        limits = of;
        return this;
    }

    /** Sets the check that ends a transfer whose work is complete already. */
    RouteBench repeats(Function<Buckets, Predicate<Transfer>> made) {
        repeats = made;
        return this;
    }

    /** Sets the check before a delete. It tests that no later event is on record. */
    RouteBench claims(Predicate<Transfer> claims) {
        claim = claims;
        return this;
    }

    private static Map<String, Object> columns(Exchange exchange) {
        Iterator<?> values =
                exchange.getMessage().getBody(StatusRecord.class).columns().iterator();
        Map<String, Object> columns = new LinkedHashMap<>();
        COLUMNS.forEach(name -> columns.put(name, values.next()));
        return columns;
    }

    /** Sets a property that the routes name. */
    RouteBench property(String name, String value) {
        properties.setProperty(name, value);
        return this;
    }

    /** Makes a thread pool that the routes name. */
    RouteBench pool(String name, int threads) {
        context.getExecutorServiceManager()
                .registerThreadPoolProfile(new ThreadPoolProfileBuilder(name)
                        .poolSize(threads)
                        .maxPoolSize(threads)
                        .maxQueueSize(threads)
                        .build());
        return this;
    }

    /** Sets whether read bytes are compared with the source's checksum. */
    RouteBench verifies(VerifyMode mode) {
        verify = mode;
        return this;
    }

    /** Sets whether and how the destination's service copies. */
    RouteBench serviceCopies(CopyPolicy policy) {
        copyPolicy = policy;
        return this;
    }

    /** Sends records to Amazon DynamoDB, as a worker does. */
    RouteBench recordsTo(DynamoDbClient table) {
        property("caravan.table", LocalTable.NAME)
                .property("caravan.parts-table", LocalTable.PARTS)
                .property("caravan.record.to", ofWorker("caravan.record.to"));
        return bind("records", new RecordsClient(table));
    }

    private static String ofWorker(String property) {
        Properties worker = new Properties();
        try (InputStream file = RouteBench.class.getResourceAsStream("/application-worker.properties")) {
            worker.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return worker.getProperty(property);
    }

    RouteBench writeRecord(Processor writer) {
        return bind("writeRecord", writer);
    }

    RouteBench bind(String name, Object bean) {
        // Otherwise the registry keeps both beans if the second one has another class.
        registry.unbind(name);
        registry.bind(name, bean);
        return this;
    }

    void bind(Map<String, Processor> steps) {
        steps.forEach((name, step) -> registry.bind(name, new Guarded(step)));
    }

    RouteBench start() throws Exception {
        return start(text -> text);
    }

    /** Starts the routes after an edit of their text. */
    RouteBench start(UnaryOperator<String> edit) throws Exception {
        return start(edit, List.of("queue-memory", "object", "multipart", "record"));
    }

    /** Returns the routes with additional steps before a given step. */
    static String before(String yaml, String id, String... steps) {
        Matcher step = Pattern.compile("( *)- to: \\{ id: " + id + ",").matcher(yaml);
        if (!step.find()) {
            return yaml;
        }
        String more = String.join("\n", steps).replaceAll("(?m)^", step.group(1));
        return yaml.substring(0, step.start()) + more + "\n" + yaml.substring(step.start());
    }

    /** Starts these route files after an edit of their text. */
    RouteBench start(UnaryOperator<String> edit, List<String> files) throws Exception {
        bindProtocols();
        List<String> all = new ArrayList<>(List.of("errors"));
        all.addAll(files);
        for (String name : all) {
            Path file = Path.of("src/main/resources/routes", name + ".camel.yaml");
            context.getCamelContextExtension()
                    .getContextPlugin(RoutesLoader.class)
                    .loadRoutes(ResourceHelper.fromString(file.toString(), edit.apply(Files.readString(file))));
        }
        extensions.prepare(context);
        context.start();
        template = context.createProducerTemplate();
        extensions.start(template);
        return this;
    }

    /** Returns the message that a finder makes of an object of the source. */
    ObjectMessage message(String key) {
        ObjectInfo info = source.head(key);
        source.log.clear();
        return new ObjectMessage(key, info.size(), info.etag(), info.lastModified());
    }

    /** Adds routes to the files under test. */
    RouteBench route(RoutesBuilder routes) throws Exception {
        context.addRoutes(routes);
        return this;
    }

    /**
     * Processes a message in a route.
     *
     * @param receives how many times the message was received, including this time
     * @param mostReceives how many times the message may be received
     */
    Exchange receive(String endpoint, Object body, int receives, int mostReceives) {
        return receive(endpoint, body, receives, mostReceives, QueueTimes.NONE);
    }

    /** Processes a message in a route, with the times at which the queue received and delivered it. */
    Exchange receive(String endpoint, Object body, int receives, int mostReceives, QueueTimes times) {
        return template.request(endpoint, exchange -> {
            exchange.setProperty(Transfers.TRIES_BEFORE, receives - 1);
            exchange.setProperty(Transfers.LAST_TRY, receives >= mostReceives);
            exchange.setProperty(Transfers.TIMES, times);
            exchange.getMessage().setBody(body);
        });
    }

    /** Processes a message in the worker's route. */
    Exchange work(Object body) {
        return work(body, Map.of());
    }

    Exchange work(Object body, Map<String, Object> headers) {
        return template.request("direct:object", exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    /** Sends a batch to the queue, as the finder does. */
    void enqueue(List<?> batch) {
        template.sendBody("direct:enqueue", batch);
    }

    /** Returns the IDs of the uploads on record. The ID is empty for an upload that is planned and not yet created. */
    List<String> uploads() {
        return uploads(database);
    }

    /** Returns the IDs of the uploads in a copy of the records' files. */
    static List<String> uploadsIn(Path copy) {
        try (RecordsDatabase copied = RecordsDatabase.open(copy)) {
            return uploads(copied);
        }
    }

    private static List<String> uploads(RecordsDatabase from) {
        return new DatabaseUploads(from, "")
                .oldest(new Window("", Long.MAX_VALUE, 100), null).stream()
                        .map(OpenUpload::uploadId)
                        .toList();
    }

    /** Returns the last written record. */
    Map<String, Object> record() {
        return records.get(records.size() - 1);
    }

    @Override
    public void close() {
        context.stop();
        database.close();
    }
}
