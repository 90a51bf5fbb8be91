package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An execution of the local state machine, running or ended. */
public final class LocalExecution implements Runnable {

    private final LocalStateMachine machine;
    private final String machineArn;
    private final String name;
    private final JsonNode input;
    private final Instant start = Instant.now();
    private final AtomicInteger events = new AtomicInteger();
    private volatile LocalStateMachine.Result result;

    LocalExecution(LocalStateMachine machine, String machineArn, String name, JsonNode input) {
        this.machine = machine;
        this.machineArn = machineArn;
        this.name = name;
        this.input = input;
    }

    @Override
    public void run() {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.putObject("Execution").put("Id", arn()).put("Name", name);
        context.putObject("StateMachine").put("Id", machineArn);
        try {
            result = machine.run(input, context, events);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result = ended("ABORTED", e);
        } catch (RuntimeException e) {
            result = ended("FAILED", e);
        }
    }

    private LocalStateMachine.Result ended(String status, Exception e) {
        return new LocalStateMachine.Result(status, input, "", "Local." + status, e.toString(), Map.of());
    }

    public String name() {
        return name;
    }

    public JsonNode input() {
        return input;
    }

    /** Returns RUNNING, SUCCEEDED, FAILED, or ABORTED if the server was closed. */
    public String status() {
        return result == null ? "RUNNING" : result.status();
    }

    /** Returns the last state; empty while the execution runs. */
    public String last() {
        return result == null ? "" : result.last();
    }

    public String error() {
        return result == null ? "" : result.error();
    }

    public String cause() {
        return result == null ? "" : result.cause();
    }

    /** Returns the number of entries into a state; 0 while the execution runs. */
    public int visits(String state) {
        return result == null ? 0 : result.visits().getOrDefault(state, 0);
    }

    /** Returns the length of the history. Step Functions ends an execution at 25,000 events. */
    public int events() {
        return events.get();
    }

    Instant start() {
        return start;
    }

    String arn() {
        return machineArn.replace(":stateMachine:", ":execution:") + ":" + name;
    }

    boolean isSame(JsonNode otherInput) {
        return result == null && input.equals(otherInput);
    }
}
