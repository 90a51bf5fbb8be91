package dev.caravan.command;

import dev.caravan.store.StoreException;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/** Why the routes can't start, in one line: the file and the line, and the reason. */
final class RouteProblem {

    private RouteProblem() {}

    /**
     * @param context in which the routes were to start; null where it doesn't exist yet
     */
    static CannotStartException of(Exception failure, CamelContext context) {
        StringBuilder line = new StringBuilder("the routes can't start: ");
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException store) {
                // The routes are right; a store that they name can't be reached as it is configured.
                return Stores.cannotOpen(store);
            }
            if (cause instanceof FailedToCreateRouteException route && context != null) {
                line.append(place(route, context));
            }
            // The last one that says something says it best; the wrappers repeat it after their own descriptions.
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                deepest = cause;
            }
        }
        return CannotStartException.configuration(line + oneLine(deepest.getMessage()), failure);
    }

    private static String place(FailedToCreateRouteException failure, CamelContext context) {
        RouteDefinition route = context.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteDefinition(failure.getRouteId());
        String where = "route " + failure.getRouteId();
        if (route == null || route.getResource() == null) {
            return where + ": ";
        }
        return route.getResource().getLocation() + lineOf(route) + ", " + where + ": ";
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
