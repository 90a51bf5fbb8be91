package dev.caravan.command.run;

import dev.caravan.store.StoreException;
import java.util.Locale;
import java.util.stream.Collectors;
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
import org.apache.camel.util.StringHelper;

/** Explains in one line why the routes can't start: file, line and reason. */
final class RouteProblem {

    /** The start of Camel's message, which has no exception type of its own. */
    private static final String NO_DATA_FORMAT = "Data format '";

    private static final String EARLIER_RELEASE =
            "; if the file is a copy of an earlier release, take it again from the distribution's folder routes";

    private RouteProblem() {}

    /** @param context of the routes; null before it exists */
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

    /** Returns the advice for a missing component, data format or language; docs/extend.md lists the names too. */
    private static String lacks(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String artifact = switch (lower) {
            case "gzipdeflater", "zipdeflater" -> "camel-zip-deflater";
            case "https" -> "camel-http";
            case "smtp", "smtps", "imaps" -> "camel-mail";
            case "sftp", "ftps" -> "camel-ftp";
            default -> "the Camel component that has it (usually camel-" + lower + ")";
        };
        return "; put " + artifact + " into lib/ext, see docs/extend.md";
    }

    private static String before(String end, String text) {
        return StringHelper.before(text, end, text);
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

    /** Returns the place of a routeConfiguration that names a class, or else of the route that uses it. */
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

    /** Shortens a YAML parser's multi-line message to its words. */
    private static String oneLine(String message) {
        return message.lines().map(String::strip).filter(s -> !s.equals("^")).collect(Collectors.joining(" "));
    }
}
