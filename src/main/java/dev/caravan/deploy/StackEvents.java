package dev.caravan.deploy;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Printable;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** The events of a stack, shown as they come until nothing more is done to it. */
final class StackEvents {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** After this number of requests without a change, no more events are expected. */
    private static final int MOST_UNSEEN = 10;

    private final ControlPlane plane;
    private final CloudFormationClient client;
    private final String stack;
    private final Duration poll;
    private final Set<String> seen = new HashSet<>();

    /** Sees what has happened so far, which is not shown. */
    StackEvents(ControlPlane plane, String stackId, Duration poll) throws ControlPlaneException {
        this.plane = plane;
        this.client = Stack.client(plane);
        this.stack = stackId;
        this.poll = poll;
        newest();
    }

    /** Shows the events until the operation ends; returns the stack. A new operation may not be visible yet. */
    Stack follow(Dialogue dialogue, BootLog boot) throws ControlPlaneException, InterruptedException {
        boolean ended = false;
        for (int polls = 1; ; polls++) {
            // In this order: the last event is there before the last status.
            Stack now = Stack.any(plane, stack).orElseThrow();
            for (StackEvent event : newest()) {
                if (!isEcho(event)) {
                    dialogue.say(line(event));
                }
                boot.look(event.resourceStatusAsString(), event.logicalResourceId(), dialogue);
                ended |= event.logicalResourceId().equals(now.name())
                        && !event.resourceStatusAsString().endsWith("_IN_PROGRESS");
            }
            if (!now.isMoving() && (ended || polls > MOST_UNSEEN)) {
                return now;
            }
            boot.remember();
            Thread.sleep(poll.toMillis());
        }
    }

    /** Some resources report twice that their creation begins. */
    private static boolean isEcho(StackEvent event) {
        return "Resource creation Initiated".equals(event.resourceStatusReason());
    }

    static String line(StackEvent event) {
        String reason = event.resourceStatusReason();
        return Printable.of(String.format(
                        Locale.ROOT,
                        "  %s  %-28s %s%s",
                        CLOCK.format(event.timestamp()),
                        event.resourceStatusAsString(),
                        event.logicalResourceId(),
                        reason == null || reason.isBlank() ? "" : ": " + reason))
                .stripTrailing();
    }

    /** Returns the new events, the oldest first. The service returns the newest first. */
    private Deque<StackEvent> newest() throws ControlPlaneException {
        return ControlPlaneProblem.calling("cloudformation:DescribeStackEvents of " + stack, () -> {
            Deque<StackEvent> fresh = new ArrayDeque<>();
            for (StackEvent event : client.describeStackEventsPaginator(describe -> describe.stackName(stack))
                    .stackEvents()) {
                if (!seen.add(event.eventId())) {
                    break;
                }
                fresh.addFirst(event);
            }
            return fresh;
        });
    }
}
