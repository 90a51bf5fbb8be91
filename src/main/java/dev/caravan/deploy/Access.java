package dev.caravan.deploy;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.job.FleetNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The addresses of a stack, and the names of its queue and table. */
public final class Access {

    private final Stack stack;
    private final Links links;
    private final Map<String, String> resources;

    public Access(ControlPlane plane, Stack stack, String region) throws ControlPlaneException {
        this.stack = stack;
        this.links = new Links(region);
        this.resources = stack.resources(plane);
    }

    /** Returns the names of queue and table; empty if the stack doesn't have both. */
    public Optional<FleetNames> names() {
        return resources.containsKey("Queue") && resources.containsKey("Table")
                ? Optional.of(new FleetNames(resources.get("Queue"), resources.get("Table")))
                : Optional.empty();
    }

    /** Returns the name of the table of parts; empty if there is none. */
    public String partsTable() {
        return resources.getOrDefault("PartsTable", "");
    }

    /** Returns the links and the commands that come next. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("stack " + stack.name() + ": " + stack.status());
        lines.add("  stack      " + links.stack(stack.id()));
        Optional.ofNullable(resources.get("Dashboard"))
                .ifPresent(name -> lines.add("  dashboard  " + links.dashboard(name)));
        names().ifPresent(names -> {
            lines.add("  queue      " + links.queue(names.queue()));
            lines.add("  console    JOB_QUEUE_NAME=" + names.queue() + " JOB_TABLE_NAME=" + names.table()
                    + " caravan console --fleet");
        });
        String name = stack.name().equals("caravan") ? "" : " --stack-name " + stack.name();
        lines.add("  status     caravan deploy --status" + name);
        lines.add("  change     caravan deploy --update" + name + " [OPTIONS]");
        lines.add("  removal    caravan destroy" + name);
        return lines;
    }
}
