package dev.caravan.observe.console;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.function.Predicate;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

/**
 * The allowed operations on MBeans: read the state of Camel, Caravan and the JVM, and Camel's route diagrams. Message
 * content, system properties and variables are hidden, and nothing can be changed, except that an operator may start,
 * stop, suspend and resume a route that loses no messages by it.
 *
 * @param operate whether routes may be started and stopped
 * @param forgetful whether stopping a route would lose its waiting messages
 */
record AccessPolicy(boolean operate, Predicate<ObjectName> forgetful) implements Restrictor {

    private static final Set<RequestType> TYPES =
            Set.of(RequestType.VERSION, RequestType.LIST, RequestType.SEARCH, RequestType.READ, RequestType.EXEC);

    private static final Set<String> DOMAINS =
            Set.of("org.apache.camel", "dev.caravan", "java.lang", "java.nio", "jolokia");

    /** The command line and system properties, which may hold secrets. */
    private static final Set<String> SECRETIVE = Set.of("SystemProperties", "InputArguments");

    /**
     * Camel's visible types: its tracers and debuggers keep messages, and its endpoint and component beans their
     * configuration.
     */
    private static final Set<String> PICTURED = Set.of("context", "routes", "processors");

    private static final Set<String> OPERATED = Set.of("start", "stop", "suspend", "resume");

    private static final Set<String> ENDING = Set.of("stop", "suspend");

    /** Returns whether the route consumes a queue in memory, which its end empties, or can't be examined. */
    static boolean emptiesQueue(ObjectName route) {
        try {
            Object uri = ManagementFactory.getPlatformMBeanServer().getAttribute(route, "EndpointUri");
            return !(uri instanceof String text) || text.startsWith("seda:");
        } catch (JMException e) {
            return true;
        }
    }

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return method == HttpMethod.GET || method == HttpMethod.POST;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return TYPES.contains(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        return DOMAINS.contains(name.getDomain()) && !SECRETIVE.contains(attribute);
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return false;
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        // A pattern may match unchecked beans.
        if (name.isPattern() || !name.getDomain().equals("org.apache.camel")) {
            return false;
        }
        String type = String.valueOf(name.getKeyProperty("type"));
        int arguments = operation.indexOf('(');
        String plain = arguments < 0 ? operation : operation.substring(0, arguments);
        if (operate && type.equals("routes") && OPERATED.contains(plain)) {
            return !ENDING.contains(plain) || !forgetful.test(name);
        }
        return PICTURED.contains(type) && (plain.startsWith("dump") || plain.startsWith("get"));
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    /** Allows all origins, since the guard checks them. */
    @Override
    public boolean isOriginAllowed(String origin, boolean onlyWhenStrictCheckingIsEnabled) {
        return true;
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return !DOMAINS.contains(name.getDomain());
    }
}
