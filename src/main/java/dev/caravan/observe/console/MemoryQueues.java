package dev.caravan.observe.console;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Finds the routes that consume a queue in memory: stopping one empties its queue, and the run would wait forever. */
final class MemoryQueues {

    private MemoryQueues() {}

    /** Returns whether the MBean is such a route, or can't be examined. */
    static boolean feed(ObjectName route) {
        try {
            Object uri = ManagementFactory.getPlatformMBeanServer().getAttribute(route, "EndpointUri");
            return !(uri instanceof String text) || text.startsWith("seda:");
        } catch (JMException e) {
            return true;
        }
    }
}
