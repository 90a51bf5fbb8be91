package dev.caravan.command.run;

import dev.caravan.store.StoreException;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;

/** Why the routes can't start, in one line: the file and the line, and the reason. */
final class RouteProblem {

    /** How Camel's message begins, which has no type of its own. */
    private static final String NO_DATA_FORMAT = "Data format '";

    /** What to do about a step or class that this release doesn't have. */
    private static final String EARLIER_RELEASE =
            "; take the file anew from the folder routes of the distribution if it is a copy of an earlier release";

    /** The artifacts that are named otherwise than what a route says, without {@code camel-}; docs/extend.md lists them too. */
    private static final Map<String, String> ARTIFACTS = Map.ofEntries(
            Map.entry("gzipdeflater", "zip-deflater"),
            Map.entry("zipdeflater", "zip-deflater"),
            Map.entry("https", "http"),
            Map.entry("smtp", "mail"),
            Map.entry("smtps", "mail"),
            Map.entry("imaps", "mail"),
            Map.entry("sftp", "ftp"),
            Map.entry("ftps", "ftp"));

    private RouteProblem() {}

    /**
     * @param context in which the routes were to start; null where it doesn't exist yet
     */
    static CannotStartException of(Exception failure, CamelContext context) {
        String place = "";
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException store) {
                // The routes are right; a store that they name can't be reached as it is configured.
                return Stores.cannotOpen(store);
            }
            if (cause instanceof FailedToCreateRouteException route && context != null) {
                place += place(route.getRouteId(), context);
            } else if (cause instanceof FailedToStartRouteException route && context != null) {
                place += place(route.getRouteId(), context);
            }
            // The last one that says something says it best; the wrappers repeat it after their own descriptions.
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                deepest = cause;
            }
        }
        if (deepest instanceof ClassNotFoundException && context != null) {
            place = policyOf(deepest.getMessage(), context, place);
        }
        return CannotStartException.configuration("the routes can't start: " + place + reason(deepest), failure);
    }

    private static String reason(Throwable failure) {
        if (failure.getMessage() == null) {
            return failure.getClass().getName();
        }
        String message = oneLine(failure.getMessage());
        if (failure instanceof NoSuchEndpointException missing) {
            return before(", please", message) + lacks(before(":", missing.getUri()));
        }
        if (failure instanceof NoSuchLanguageException missing) {
            return message + lacks(missing.getLanguage());
        }
        if (failure instanceof NoSuchBeanException missing) {
            return "there is no step or bean " + missing.getName() + EARLIER_RELEASE;
        }
        if (failure instanceof ClassNotFoundException) {
            return "there is no class " + message + EARLIER_RELEASE;
        }
        if (message.startsWith(NO_DATA_FORMAT)) {
            return before(". ", message) + lacks(before("'", message.substring(NO_DATA_FORMAT.length())));
        }
        return message;
    }

    /** Returns what to do about a component, data format or language that a route names and that isn't on the class path. */
    private static String lacks(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String artifact = ARTIFACTS.containsKey(lower)
                ? "camel-" + ARTIFACTS.get(lower)
                : "the Camel component that has it (mostly camel-" + lower + ")";
        return "; put " + artifact + " into lib/ext, see docs/extend.md";
    }

    private static String before(String end, String text) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String place(String routeId, CamelContext context) {
        RouteDefinition route =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(routeId);
        String where = "route " + routeId;
        if (route == null || route.getResource() == null) {
            return where + ": ";
        }
        return route.getResource().getLocation() + lineOf(route) + ", " + where + ": ";
    }

    /** Returns where a routeConfiguration names a class; the place of the route that uses it, where none does. */
    private static String policyOf(String className, CamelContext context, String otherwise) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteConfigurationDefinition policy : model.getRouteConfigurationDefinitions()) {
            for (OnExceptionDefinition clause : policy.getOnExceptions()) {
                if (clause.getExceptions().contains(className) && clause.getLocation() != null) {
                    return clause.getLocation() + ", line " + clause.getLineNumber() + ", routeConfiguration "
                            + policy.getId() + ": ";
                }
            }
        }
        return otherwise;
    }

    private static String lineOf(RouteDefinition route) {
        int line = route.getLineNumber();
        for (ProcessorDefinition<?> step : route.getOutputs()) {
            line = line < 0 ? step.getLineNumber() : line;
        }
        return line < 0 ? "" : ", line " + line;
    }

    /** A YAML parser draws its message over several lines, with a caret below; here the words are enough. */
    private static String oneLine(String message) {
        return String.join(
                " ",
                message.lines().map(String::strip).filter(s -> !s.equals("^")).toList());
    }
}
