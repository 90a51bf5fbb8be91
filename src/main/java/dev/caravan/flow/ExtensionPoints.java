package dev.caravan.flow;

import dev.caravan.job.Printable;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import dev.caravan.store.Failures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that a user fills with steps. Calls of an empty point are removed from the other routes before they start,
 * so it costs nothing. A notification is a separate message, and its failure has no other effect.
 */
public final class ExtensionPoints {

    /** Before an object is copied or deleted; headers name it. */
    static final String BEFORE_COPY = "before-copy";

    /** Between GET and PUT of a whole object; the body is its content. */
    static final String BYTES = "bytes";

    /** Between GET and UploadPart of a part; the body is its content. */
    static final String PART_BYTES = "part-bytes";

    /** After a committed record; the body is the record. */
    static final String RECORDED = "recorded";

    /** After an object failed for good; the body is its record. */
    static final String ON_FAILURE = "on-failure";

    /** At the end of a run; the body is its summary. */
    static final String FINISHED = "finished";

    /** The calls in routes, with the point that makes each useful. */
    private static final Map<String, String> CALLS = Map.of(
            "direct:before-copy", BEFORE_COPY,
            "transfer:decide", BEFORE_COPY,
            "direct:bytes", BYTES,
            "direct:part-bytes", PART_BYTES);

    private static final Set<String> ALL = Set.of(BEFORE_COPY, BYTES, PART_BYTES, RECORDED, ON_FAILURE, FINISHED);

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    private static final long WARNING_NANOS = 60_000_000_000L;

    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());
    private volatile Set<String> used = Set.of();
    private volatile Runnable onFailure = () -> {};
    private volatile ProducerTemplate template;

    /** Sets a counter of messages that a point couldn't take. */
    public void countFailures(Runnable counter) {
        onFailure = counter;
    }

    /** Finds the points with steps and removes calls of the others from loaded, unstarted routes. */
    public void prepare(CamelContext context) throws Exception {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        Set<String> found = new HashSet<>();
        for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
            String point =
                    route.getInput() == null ? "" : point(route.getInput().getEndpointUri());
            if (!ALL.contains(point)) {
                continue;
            }
            if (route.getOutputs().isEmpty()) {
                model.removeRouteDefinition(route);
            } else {
                found.add(point);
                insideAnother(route);
            }
        }
        used = Set.copyOf(found);
        for (RouteDefinition route : model.getRouteDefinitions()) {
            removeCalls(route.getOutputs());
        }
    }

    /** Passes failures of a point to its caller, which handles them. Camel's own handler would log a stack trace. */
    private static void insideAnother(RouteDefinition route) {
        if (route.getRouteConfigurationId() == null && !route.isErrorHandlerFactorySet()) {
            route.setErrorHandlerFactory(new NoErrorHandlerDefinition());
        }
    }

    /** Returns the points with steps that no route calls, of those that routes call. */
    public Set<String> uncalled(CamelContext context) {
        Set<String> uncalled = new TreeSet<>(used);
        uncalled.retainAll(CALLS.values());
        for (RouteDefinition route :
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions()) {
            ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)
                    .forEach(to -> uncalled.remove(point(String.valueOf(to.getUri()))));
        }
        return uncalled;
    }

    /**
     * Warns of a route that begins with {@code direct:} but is neither a point nor called, such as a point with a
     * misspelt name.
     *
     * @param flow the names of the files without user routes
     */
    public static void warnOfUncalled(CamelContext context, List<String> flow) {
        List<RouteDefinition> routes =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
        List<String> called = new ArrayList<>();
        for (RouteDefinition route : routes) {
            for (ProcessorDefinition<?> step :
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
                if (step instanceof EndpointRequiredDefinition to) {
                    called.add(uri(to.getEndpointUri()));
                } else if (step instanceof ToDynamicDefinition to) {
                    called.add(uri(to.getUri()));
                } else if (step instanceof ExpressionNode node && node.getExpression() != null) {
                    called.add(uri(node.getExpression().getExpression()));
                }
            }
        }
        for (RouteDefinition route : routes) {
            String name = point(route.getInput().getEndpointUri());
            if (!name.isEmpty()
                    && !ALL.contains(name)
                    && flow.stream().noneMatch(file -> route.getLocation().contains("/" + file + ".camel.yaml"))
                    && called.stream().noneMatch(uri -> uri.contains("direct:" + name))) {
                LOG.warn(
                        "--routes: {}: no route calls direct:{}; the extension points are {}",
                        route.getLocation(),
                        Printable.of(name),
                        String.join(", ", new TreeSet<>(ALL)));
            }
        }
    }

    private void removeCalls(List<ProcessorDefinition<?>> steps) {
        steps.removeIf(step -> step instanceof ToDefinition to && isUseless(to));
        for (ProcessorDefinition<?> step : steps) {
            removeCalls(step.getOutputs());
            // The steps of a choice aren't among its outputs.
            if (step instanceof ChoiceDefinition choice) {
                choice.getWhenClauses().forEach(when -> removeCalls(when.getOutputs()));
                if (choice.getOtherwise() != null) {
                    removeCalls(choice.getOtherwise().getOutputs());
                }
            }
        }
    }

    private boolean isUseless(ToDefinition to) {
        String point = to.getUri() == null ? null : CALLS.get(uri(to.getUri()));
        return point != null && !used.contains(point);
    }

    private static String uri(String uri) {
        return uri.replace("://", ":");
    }

    /** Returns the name in a {@code direct:} URI; empty for another one. */
    private static String point(String uri) {
        String plain = uri(uri);
        return plain.startsWith("direct:") ? plain.substring("direct:".length()) : "";
    }

    /** Enables notifications once the routes run. */
    public void start(ProducerTemplate sender) {
        template = sender;
    }

    boolean isUsed(String point) {
        return used.contains(point);
    }

    /** Returns whether user steps see the bytes, so that no service may copy them. */
    public boolean seesBytes() {
        return used.contains(BYTES) || used.contains(PART_BYTES);
    }

    /** Returns whether user steps change whole objects but not those moved in parts. */
    boolean missesParts() {
        return used.contains(BYTES) && !used.contains(PART_BYTES);
    }

    void recorded(String sourceKey, StatusRecord record) {
        if (isUsed(RECORDED) || isUsed(ON_FAILURE)) {
            ended(map(sourceKey, record), record.jobStatus() == JobStatus.ERROR);
        }
    }

    /** Notifies of a split object that was given up by its record. */
    void givenUp(String sourceKey, StatusRecord record, String why) {
        if (isUsed(RECORDED) || isUsed(ON_FAILURE)) {
            Map<String, Object> map = map(sourceKey, record);
            map.put("JobStatus", JobStatus.ERROR.name());
            map.put("Error", why);
            ended(map, true);
        }
    }

    private void ended(Map<String, Object> record, boolean failed) {
        tell(RECORDED, record);
        if (failed) {
            tell(ON_FAILURE, new LinkedHashMap<>(record));
        }
    }

    public void finished(Map<String, Object> summary) {
        tell(FINISHED, summary);
    }

    private static Map<String, Object> map(String sourceKey, StatusRecord record) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("SourceKey", sourceKey);
        map.putAll(record.map());
        return map;
    }

    private void tell(String point, Map<String, Object> body) {
        if (!isUsed(point)) {
            return;
        }
        Throwable failure;
        try {
            Exchange told = template.send(
                    "direct:" + point, exchange -> exchange.getMessage().setBody(body));
            failure = told.getException();
        } catch (RuntimeException | LinkageError e) {
            failure = e;
        }
        if (failure != null) {
            notTold(point, body.get("SourceKey"), failure);
        }
    }

    /** Logs a failed notification once a minute, since usually all fail. */
    private void notTold(String point, Object key, Throwable failure) {
        onFailure.run();
        long all = failures.incrementAndGet();
        long due = nextWarning.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + WARNING_NANOS)) {
            LOG.warn(
                    "direct:{} failed{} ({} so far); no object and no record is affected: {}",
                    point,
                    key == null ? "" : " for " + Printable.quoted(String.valueOf(key)),
                    all,
                    Failures.line(failure));
        }
    }
}
