package dev.caravan.command;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.fleet.StandingOrders;
import dev.caravan.job.FleetNames;
import dev.caravan.job.JobOption;
import dev.caravan.job.Printable;
import dev.caravan.job.RateTimetable;
import dev.caravan.queue.QueueDepth;
import dev.caravan.record.Orders;
import dev.caravan.record.dynamo.JobOrders;
import dev.caravan.record.dynamo.ProcessName;
import java.time.Duration;
import java.util.List;

/** {@code caravan pause}, {@code caravan slow} and {@code caravan resume}: orders to all workers of a queue. */
final class OrdersCommand extends Command {

    private static final String BANDWIDTH = "--bandwidth";
    private static final String SLOTS = "--slots";
    private static final String REASON = "--reason";
    private static final int LONGEST_REASON = 200;
    private static final String REASON_HELP =
            "The reason, shown by the status, the fleet's page and the workers' logs: up to " + LONGEST_REASON
                    + " characters.";
    private static final int MOST_SLOTS = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String RIGHTS =
            "It needs dynamodb:GetItem, dynamodb:UpdateItem, sqs:GetQueueUrl and sqs:GetQueueAttributes.";

    private final Order order;

    /** Gives the orders of the command's arguments, with the reason and who gives them. */
    private interface Order {
        void give(JobOrders orders, String by, String reason) throws ControlPlaneException;
    }

    private OrdersCommand(Surroundings surroundings, String name, Order order, String description) {
        super(surroundings, name, description, "", RIGHTS);
        this.order = order == null ? this::limit : order;
        JobArguments.addOptions(spec, option -> option == JobOption.QUEUE || option == JobOption.TABLE);
    }

    static OrdersCommand pause(Surroundings surroundings) {
        OrdersCommand pause = new OrdersCommand(
                surroundings,
                "pause",
                JobOrders::pause,
                "Stops all workers of the queue from taking new messages, within 20 seconds. They finish the messages that"
                        + " they have; the others wait on the queue. A worker that starts later waits too. caravan resume ends it.");
        pause.addText(REASON, "TEXT", REASON_HELP);
        return pause;
    }

    static OrdersCommand resume(Surroundings surroundings) {
        return new OrdersCommand(
                surroundings,
                "resume",
                (orders, by, reason) -> orders.resume(by),
                "Ends caravan pause and caravan slow within 20 seconds: all workers of the queue take messages again, with the"
                        + " bandwidth and the slots of their own options.");
    }

    static OrdersCommand slow(Surroundings surroundings) {
        OrdersCommand slow = new OrdersCommand(
                surroundings,
                "slow",
                null,
                "Limits each worker of the queue within 20 seconds, without a restart. A limit above the worker's own option"
                        + " changes nothing; an option that is left out ends its limit. caravan resume ends all limits.");
        slow.addText(REASON, "TEXT", REASON_HELP);
        slow.addValue(
                BANDWIDTH,
                "RATE|TIMES",
                RateTimetable.class,
                text -> (RateTimetable) JobOption.BANDWIDTH.kind().read(text),
                "The maximum number of bytes per second for each worker, such as 20MiB, or by the local time of the worker's machine, such"
                        + " as '08:00,10MiB 19:00,off'.");
        slow.spec.addOption(value(
                        SLOTS,
                        "NUMBER",
                        "The maximum number of messages, and of parts, at a time for each worker, 1 to " + MOST_SLOTS
                                + ".")
                .type(Integer.class)
                .build());
        return slow;
    }

    private void limit(JobOrders orders, String by, String reason) throws ControlPlaneException {
        RateTimetable bandwidth = arguments().matchedOptionValue(BANDWIDTH, RateTimetable.NONE);
        int slots = arguments().matchedOptionValue(SLOTS, 0);
        orders.limit(bandwidth, slots, by, reason);
    }

    @Override
    public Integer call() throws Exception {
        if (spec.findOption(SLOTS) != null) {
            requireLimit();
        }
        String reason = text(REASON);
        if (reason.length() > LONGEST_REASON) {
            throw wrong(REASON + ": it has " + reason.length() + " characters; " + LONGEST_REASON + " fit");
        }
        FleetNames names = FleetNames.read(
                JobArguments.settings(arguments(), surroundings), List.of(JobOption.QUEUE, JobOption.TABLE));
        try (ControlPlane services = new ControlPlane(1)) {
            QueueDepth queue = QueueDepth.of(services.sqs(), names.queue());
            JobOrders orders = new JobOrders(services.dynamoDb(), names.table(), queue.name());
            order.give(orders, System.getProperty("user.name", "unknown") + " on " + ProcessName.host(), reason);
            Orders now = orders.read(PATIENCE);
            out.println("workers of queue " + Printable.of(queue.name()) + ": " + StandingOrders.line(now)
                    + "; they follow within 20 s. " + queue.waiting() + " messages wait, " + queue.inFlight()
                    + " are in flight");
        }
        return ExitCode.DONE;
    }

    private void requireLimit() {
        RateTimetable bandwidth = arguments().matchedOptionValue(BANDWIDTH, RateTimetable.NONE);
        int slots = arguments().matchedOptionValue(SLOTS, 0);
        if (bandwidth.lowest() == 0 && slots == 0) {
            throw wrong("caravan slow needs " + BANDWIDTH + " or " + SLOTS + "; caravan resume ends the limits");
        }
        if (slots < 0 || slots > MOST_SLOTS) {
            throw wrong(SLOTS + ": " + slots + " is not 1 to " + MOST_SLOTS);
        }
    }
}
