package dev.caravan.command.run;

import dev.caravan.aws.ControlPlane;
import dev.caravan.component.Guarded;
import dev.caravan.component.ObjectStoreComponent;
import dev.caravan.component.ObjectStoreEndpoint;
import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.flow.ExtensionPoints;
import dev.caravan.job.Job;
import dev.caravan.job.ServerSideCopy;
import dev.caravan.job.StoreUrl;
import dev.caravan.queue.SendSteps;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.WritableStore;
import dev.caravan.transfer.Buckets;
import java.io.File;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.component.aws2.s3.AWS2S3Operations;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesBuilderLoader;
import org.apache.camel.spi.RoutesLoader;

/** The running routes of one job: Camel with all that the YAML names. */
final class Routes implements AutoCloseable, Buckets {

    /** The waiting messages for each slot: enough to keep slots busy, few enough to save memory. */
    private static final int QUEUED_PER_SLOT = 8;

    /** The attempts with other content forms: a destination may refuse two of them. */
    private static final int OTHER_FORMS = 3;

    private static final String FILES = "direct:file";

    private final Main main = new Main() {
        @Override
        protected CamelContext createCamelContext() {
            CamelContext context = super.createCamelContext();
            CamelParts.findFor(context);
            return context;
        }
    };
    private final Properties properties = new Properties();
    private final ExtensionPoints extensions = new ExtensionPoints();
    private final Job job;
    private final String mode;
    private final Surroundings surroundings;
    private final SlotPool slotPool;
    private final SlotPool partPool;
    private volatile ObjectStore source;
    private volatile WritableStore destination;
    private ProducerTemplate template;
    private volatile boolean abandoned;

    /**
     * Prepares the routes.
     *
     * @param mode sync, finder or worker, which selects application-{@code mode}.properties
     * @param stores of the job; they outlive the routes
     * @param watching shows routes by JMX and meters the stores
     * @param surroundings whose system properties may override those in the mode's file
     */
    Routes(Job job, String mode, Stores stores, Surroundings surroundings, Watching watching) {
        this.job = job;
        this.mode = mode;
        this.surroundings = surroundings;
        main.configure().withName("caravan");
        // Camel's own would watch for signals too, and stop the routes under a run that is still to write its records.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        // Loaded by start(): a pattern could not name a folder with a comma in its name.
        main.configure().withRoutesIncludePattern(null);
        // Set over everything else: a variable of the environment that happens to have such a name changes nothing.
        setProperties();
        set("camel.main.jmxEnabled", Boolean.toString(watching.isWanted()));
        main.setOverrideProperties(properties);
        watching.beans().forEach(main::bind);
        slotPool = new SlotPool("slot", job.slots().few(), job.slots().first());
        // An object whose parts are moved has one task more here than parts under way.
        partPool = new SlotPool("part", job.partSlots().first(), Integer.MAX_VALUE);
        main.bind("slotPool", slotPool);
        main.bind("partPool", partPool);
        ObjectStoreComponent from = stores.source();
        from.putAround(watching::aroundSource);
        main.bind("source", from);
        ObjectStoreComponent to = stores.destination();
        to.putAround(store -> watching.aroundDestination(stores.backedUp(store, surroundings.systemProperties())));
        main.bind("destination", to);
        if (usesFiles(job)) {
            main.bind("files", stores.files());
            more("caravan.route-files", "files");
            more("caravan.entrances", FILES);
        }
    }

    private void more(String list, String name) {
        set(list, (properties.getProperty(list) + " " + name).strip());
    }

    /** Returns whether a job reads or writes a file in Amazon S3. */
    static boolean usesFiles(Job job) {
        return Stream.of(job.choice().prefixList(), job.choice().filterFrom(), job.report())
                .anyMatch(name -> name.startsWith("s3://"));
    }

    /** Sets a run's property before the routes start. */
    void set(String name, String value) {
        properties.setProperty(name, value);
    }

    int number(String name) {
        return Integer.parseInt(properties.getProperty(name));
    }

    SlotPool slotPool() {
        return slotPool;
    }

    SlotPool partPool() {
        return partPool;
    }

    /** Returns how many requests the two stores have refused so far because of their rate. */
    long refusals() {
        return source().pace().refusals() + destination().pace().refusals();
    }

    ExtensionPoints extensions() {
        return extensions;
    }

    void bind(String name, Object bean) {
        main.bind(name, bean);
    }

    void bind(Map<String, Processor> steps) {
        steps.forEach((name, step) -> main.bind(name, new Guarded(step)));
    }

    /** Binds the sender to a fleet's queue. Call before the routes start. */
    SendSteps bindSender(ControlPlane aws, String queueUrl) {
        Duration first = Duration.ofMillis(number("caravan.redelivery.delay"));
        Duration longest = Duration.ofMillis(number("caravan.redelivery.longest"));
        SendSteps sender = new SendSteps(queueUrl, new Backoff(job.attempts(), first, longest));
        set("caravan.queue.url", queueUrl);
        bind("sqs", aws.sqs());
        bind(sender.byName());
        return sender;
    }

    /** Returns the content of a file in Amazon S3. */
    InputStream readFile(String url) throws Exception {
        return file(url, AWS2S3Operations.getObject, null).getBody(InputStream.class);
    }

    /** Writes a file to Amazon S3, unless the routes couldn't start, when it is empty. */
    void writeFile(String url, File file) throws Exception {
        if (template != null) {
            file(url, null, file);
        }
    }

    private Message file(String url, AWS2S3Operations operation, File body) throws Exception {
        StoreUrl place = StoreUrl.parse(url);
        return done(template.request(FILES, exchange -> {
            exchange.getMessage().setHeader(AWS2S3Constants.S3_OPERATION, operation);
            exchange.getMessage().setHeader(AWS2S3Constants.OVERRIDE_BUCKET_NAME, place.bucket());
            exchange.getMessage().setHeader(AWS2S3Constants.CONTENT_TYPE, url.endsWith(".csv") ? "text/csv" : "");
            exchange.getMessage().setHeader(ObjectStoreHeaders.KEY, place.path());
            exchange.getMessage().setBody(body);
        }));
    }

    void start() throws CannotStartException {
        try {
            AddedJars.warn();
            main.init();
            load(RouteFiles.of(
                    list("caravan.route-files"),
                    job.routes(),
                    surroundings.home().orElse(null)));
            extensions.prepare(context());
            requireStreamed();
            requireCalls();
            main.start();
        } catch (CannotStartException e) {
            throw e;
        } catch (Exception e) {
            throw RouteProblem.of(e, main.getCamelContext());
        }
        list("caravan.entrances").forEach(context()::getEndpoint);
        requireConsumers();
        requirePolicies();
        template = context().createProducerTemplate();
        extensions.start(template);
    }

    /** Loads files, policies before routes. Camel's own way parses each file twice, to register its beans early. */
    private void load(List<Resource> files) throws Exception {
        RoutesBuilderLoader loader = context()
                .getCamelContextExtension()
                .getContextPlugin(RoutesLoader.class)
                .getRoutesLoader("camel.yaml");
        List<RoutesBuilder> builders = new ArrayList<>();
        for (Resource file : files) {
            builders.add(loader.loadRoutesBuilder(file));
        }
        for (RoutesBuilder builder : builders) {
            if (builder instanceof RouteConfigurationsBuilder policies) {
                context().addRoutesConfigurations(policies);
            }
        }
        for (RoutesBuilder builder : builders) {
            context().addRoutes(builder);
        }
        for (RoutesBuilder builder : builders) {
            context().addTemplatedRoutes(builder);
        }
    }

    /** Refuses service copies with user steps that need the bytes. */
    private void requireStreamed() throws CannotStartException {
        if (extensions.seesBytes() && job.serverSideCopy() == ServerSideCopy.ALWAYS) {
            throw CannotStartException.configuration(
                    "--routes: direct:bytes and direct:part-bytes see no bytes with --server-side-copy always; leave out that"
                            + " option or the steps");
        }
    }

    /** Refuses routes of an earlier version that don't call the user's extension points. */
    private void requireCalls() throws CannotStartException {
        List<String> files = list("caravan.route-files");
        if (!files.contains("object")) {
            return;
        }
        if (job.routes() != null) {
            ExtensionPoints.warnOfUncalled(
                    context(),
                    files.stream().filter(file -> !file.equals("extensions")).toList());
        }
        for (String point : extensions.uncalled(context())) {
            throw CannotStartException.configuration(
                    "--routes: direct:" + point + " has steps, but no route of " + RouteFiles.name(job.routes())
                            + " calls it; take object.camel.yaml and multipart.camel.yaml from the distribution");
        }
    }

    /** Refuses calls to an endpoint without a route, which would fail only in use. */
    private void requireConsumers() throws CannotStartException {
        Set<Endpoint> consumed =
                context().getRoutes().stream().map(Route::getEndpoint).collect(Collectors.toSet());
        for (Endpoint endpoint : context().getEndpoints()) {
            if (endpoint instanceof DirectEndpoint && !consumed.contains(endpoint)) {
                throw CannotStartException.configuration("--routes: no route of " + RouteFiles.name(job.routes())
                        + " begins with " + endpoint.getEndpointUri().replace("//", ""));
            }
        }
    }

    /** Refuses an unknown routeConfigurationId, which Camel ignores. */
    private void requirePolicies() throws CannotStartException {
        Model model = context().getCamelContextExtension().getContextPlugin(Model.class);
        Set<String> known = model.getRouteConfigurationDefinitions().stream()
                .map(RouteConfigurationDefinition::getId)
                .collect(Collectors.toSet());
        for (RouteDefinition route : model.getRouteDefinitions()) {
            String policy = route.getRouteConfigurationId();
            if (policy != null && !known.contains(policy)) {
                throw CannotStartException.configuration("the routes can't start: " + route.getLocation() + ", route "
                        + route.getRouteId() + ": there is no routeConfiguration " + policy);
            }
        }
    }

    /** Fails if the Camel context isn't running. */
    void requireRunning() throws CannotStartException {
        if (!context().isStarted()) {
            throw CannotStartException.configuration(
                    "Camel is " + lower(context().getStatus()));
        }
    }

    /** Fails if a route isn't started. */
    void requireStarted() throws CannotStartException {
        List<String> others = context().getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> !context().getRouteController().getRouteStatus(id).isStarted())
                .map(id -> id + " is " + lower(context().getRouteController().getRouteStatus(id)))
                .toList();
        if (!others.isEmpty()) {
            throw CannotStartException.configuration("of the routes " + String.join(", ", others));
        }
    }

    private static String lower(ServiceStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the source, which is opened when the routes run. */
    @Override
    public ObjectStore source() {
        source = source == null ? store("source:" + job.source().bucket()) : source;
        return source;
    }

    @Override
    public WritableStore destination() {
        destination = destination == null
                ? (WritableStore) store("destination:" + job.destination().bucket())
                : destination;
        return destination;
    }

    private ObjectStore store(String uri) {
        return context().getEndpoint(uri, ObjectStoreEndpoint.class).store();
    }

    /** Sends a body to a route and waits; throws the route's failure. */
    void send(String endpoint, Object body) throws Exception {
        // One way: for an answer, each route would copy the message of every object that comes of this one.
        done(template.send(endpoint, exchange -> exchange.getMessage().setBody(body)));
    }

    private static Message done(Exchange exchange) throws Exception {
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage();
    }

    boolean areIdle() {
        // What leaves the queue is in flight: looked at in the other order it could be missed.
        return queues().allMatch(queue -> queue.getCurrentQueueSize() == 0)
                && context().getInflightRepository().size() == 0;
    }

    private Stream<SedaEndpoint> queues() {
        return context().getEndpoints().stream()
                .filter(SedaEndpoint.class::isInstance)
                .map(SedaEndpoint.class::cast);
    }

    /** Releases the finder from the queue and stops waiting for workers, to end the process. */
    void abandon() {
        abandoned = true;
        queues().forEach(SedaEndpoint::purgeQueue);
    }

    @Override
    public void close() {
        // Camel's queue waits for its workers forever, even when it is forced to stop.
        if (!abandoned) {
            main.stop();
            slotPool.shutdown();
            partPool.shutdown();
        }
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    private void setProperties() {
        int slots = job.slots().first();
        String redeliveries = Integer.toString(job.attempts() - 1);
        Map<String, String> system = surroundings.systemProperties();
        set("caravan.source", "source:" + job.source().bucket());
        set("caravan.destination", "destination:" + job.destination().bucket());
        set("caravan.find.to", job.dryRun() ? "transfer:tell" : "direct:enqueue");
        set("caravan.queue.size", Integer.toString(slots * QUEUED_PER_SLOT));
        // For a user's queue-memory.camel.yaml of a version whose number of slots was fixed.
        set("caravan.slots", Integer.toString(slots));
        set("caravan.redeliveries", redeliveries);
        set("caravan.form.redeliveries", Integer.toString(job.attempts() - 1 + OTHER_FORMS));
        set("caravan.object.redeliveries", redeliveries);
        set("caravan.record.redeliveries", redeliveries);
        Properties ofMode = Program.properties("/application-" + mode + ".properties");
        for (String name : ofMode.stringPropertyNames()) {
            set(name, system.getOrDefault(name, ofMode.getProperty(name)));
        }
        set("camel.main.autoConfigurationFailFast", "true");
        // Bytes on their way stay out of memory.
        set("camel.main.streamCachingEnabled", "false");
        set("camel.main.startupSummaryLevel", "Off");
        set("camel.main.shutdownTimeout", system.getOrDefault("camel.main.shutdownTimeout", "10"));
        set("camel.main.sourceLocationEnabled", "true");
    }

    private List<String> list(String name) {
        String names = properties.getProperty(name);
        return names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
    }
}
