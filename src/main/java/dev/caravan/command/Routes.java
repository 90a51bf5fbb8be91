package dev.caravan.command;

import dev.caravan.component.Guarded;
import dev.caravan.component.ObjectStoreEndpoint;
import dev.caravan.component.s3.S3Component;
import dev.caravan.component.s3.S3Configuration;
import dev.caravan.job.Job;
import dev.caravan.store.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.RoutesLoader;

/** The running routes of one job: Camel, with everything that the YAML names. */
final class Routes implements AutoCloseable {

    /** Messages that wait for a slot, for each slot: enough that none is idle, few enough to stay small. */
    private static final int QUEUED_PER_SLOT = 8;

    /** Where messages are sent into the routes from here. */
    private static final List<String> ENTRANCES = List.of("direct:finder", "direct:write-records");

    /** How long a failed attempt waits before the second one, and any before the next, in milliseconds. */
    private static final Map<String, String> REDELIVERY =
            Map.of("caravan.redelivery.delay", "500", "caravan.redelivery.longest", "30000");

    private final Main main = new Main();
    private final Job job;
    private final Map<String, String> systemProperties;
    private ProducerTemplate template;
    private volatile boolean abandoned;

    /** @param systemProperties of which those of {@link #REDELIVERY} are heard */
    Routes(Job job, Map<String, String> systemProperties) {
        this.job = job;
        this.systemProperties = systemProperties;
        main.configure().withName("caravan");
        // Camel's own would watch for signals too, and stop the routes under a run that is still to write its records.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        // Loaded by start(): a pattern could not name a folder with a comma in its name.
        main.configure().withRoutesIncludePattern(null);
        // Set over everything else: a variable of the environment that happens to have such a name changes nothing.
        main.setOverrideProperties(properties());
        main.bind("source", component(Stores.source(job)));
        main.bind("destination", component(Stores.destination(job)));
    }

    void bind(String name, Object bean) {
        main.bind(name, bean);
    }

    void bind(Map<String, Processor> steps) {
        steps.forEach((name, step) -> main.bind(name, new Guarded(step)));
    }

    void start() throws CannotStartException {
        try {
            main.init();
            context()
                    .getCamelContextExtension()
                    .getContextPlugin(RoutesLoader.class)
                    .loadRoutes(RouteFiles.of(job.routes()));
            main.start();
        } catch (CannotStartException e) {
            throw e;
        } catch (Exception e) {
            throw new CannotStartException(RouteProblem.of(e, main.getCamelContext()), e);
        }
        ENTRANCES.forEach(context()::getEndpoint);
        requireConsumers();
        template = context().createProducerTemplate();
    }

    /** A message to an endpoint that no route begins with would be found out only when it is sent. */
    private void requireConsumers() throws CannotStartException {
        Set<Endpoint> consumed =
                context().getRoutes().stream().map(Route::getEndpoint).collect(Collectors.toSet());
        for (Endpoint endpoint : context().getEndpoints()) {
            if (endpoint instanceof DirectEndpoint && !consumed.contains(endpoint)) {
                throw new CannotStartException(
                        "--routes: no route of " + RouteFiles.name(job.routes()) + " begins with "
                                + endpoint.getEndpointUri().replace("//", ""),
                        null);
            }
        }
    }

    ObjectStore source() {
        return store("source:" + job.source().bucket());
    }

    ObjectStore destination() {
        return store("destination:" + job.destination().bucket());
    }

    private ObjectStore store(String uri) {
        return context().getEndpoint(uri, ObjectStoreEndpoint.class).store();
    }

    /** Sends an empty message into a route and waits for its end; throws what the route failed with. */
    void run(String endpoint) throws Exception {
        send(endpoint, null);
    }

    /** Sends a body into a route and waits for its end; throws what the route failed with. */
    void send(String endpoint, Object body) throws Exception {
        Exchange done =
                template.request(endpoint, exchange -> exchange.getMessage().setBody(body));
        if (done.getException() != null) {
            throw done.getException();
        }
    }

    /** The process is to end, though messages are on their way: the queue lets the finder go, and nobody waits for workers. */
    void abandon() {
        abandoned = true;
        for (Endpoint endpoint : context().getEndpoints()) {
            if (endpoint instanceof SedaEndpoint queue) {
                queue.purgeQueue();
            }
        }
    }

    @Override
    public void close() {
        // Camel's queue waits for its workers for ever, even when it is forced to stop.
        if (!abandoned) {
            main.stop();
        }
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    private static S3Component component(S3Configuration configuration) {
        S3Component component = new S3Component();
        component.setConfiguration(configuration);
        return component;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("caravan.source", "source:" + job.source().bucket());
        properties.setProperty(
                "caravan.destination", "destination:" + job.destination().bucket());
        properties.setProperty("caravan.finder.to", job.dryRun() ? "direct:dry-run" : "direct:enqueue");
        properties.setProperty("caravan.queue", "memory");
        properties.setProperty("caravan.receive", "false");
        properties.setProperty("caravan.queue.size", Integer.toString(job.slots() * QUEUED_PER_SLOT));
        properties.setProperty("caravan.slots", Integer.toString(job.slots()));
        properties.setProperty("caravan.redeliveries", Integer.toString(job.attempts() - 1));
        properties.setProperty("caravan.object.redeliveries", Integer.toString(job.attempts() - 1));
        properties.setProperty("caravan.record.redeliveries", Integer.toString(job.attempts() - 1));
        REDELIVERY.forEach(
                (name, byDefault) -> properties.setProperty(name, systemProperties.getOrDefault(name, byDefault)));
        String partPool = "camel.threadpool.config[partPool].";
        properties.setProperty(partPool + "pool-size", Integer.toString(job.partSlots()));
        properties.setProperty(partPool + "max-pool-size", Integer.toString(job.partSlots()));
        properties.setProperty(partPool + "max-queue-size", Integer.toString(job.partSlots() + 2 * job.slots()));
        properties.setProperty("camel.main.autoConfigurationFailFast", "true");
        properties.setProperty("camel.main.startupSummaryLevel", "Off");
        properties.setProperty("camel.main.shutdownTimeout", "10");
        properties.setProperty("camel.main.jmxEnabled", "false");
        properties.setProperty("camel.main.sourceLocationEnabled", "true");
        return properties;
    }
}
