package dev.caravan.observe.console;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Knows the routes that take from a queue in memory: Camel empties it when such a route stops, and the run would wait for ever. */
final class MemoryQueues {

    private MemoryQueues() {}

    /** Whether this route, by its MBean, is one; also where that can't be found out. */
    static boolean feed(ObjectName route) {
        try {
            Object uri = ManagementFactory.getPlatformMBeanServer().getAttribute(route, "EndpointUri");
            return !(uri instanceof String text) || text.startsWith("seda:");
        } catch (JMException e) {
            return true;
        }
    }
}
