package dev.caravan.deploy;

import dev.caravan.aws.AwsIdentity;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.FleetNames;
import dev.caravan.job.Printable;
import dev.caravan.queue.QueueDepth;
import dev.caravan.record.dynamo.JobOrders;
import dev.caravan.record.dynamo.ProcessName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** Removes a stack. Each step may be done again. */
public final class Removal {

    private static final Duration POLL = Duration.ofSeconds(3);
    private static final Duration DRAIN = Duration.ofMinutes(10);
    private static final Duration DRAIN_POLL = Duration.ofSeconds(5);

    private final ControlPlane plane;
    private final Dialogue dialogue;
    private final String name;

    /** @param name of the stack */
    public Removal(ControlPlane plane, Dialogue dialogue, String name) {
        this.plane = plane;
        this.dialogue = dialogue;
        this.name = name;
    }

    /** Tells what is removed, and asks. */
    public void agree(Stack stack) throws DeployException {
        dialogue.say("stack " + name + " (" + stack.status() + "): "
                + Printable.of(stack.parameter("srcBucket") + " -> " + stack.parameter("destBucket")));
        dialogue.say(
                "Its queues, records, logs, alarms, roles and machines are removed. Both buckets keep their objects.");
        dialogue.ask("This can't be undone.", name);
    }

    /** Has the workers receive nothing more, and waits until they have ended what they have begun. */
    public void drain(FleetNames names) throws ControlPlaneException, InterruptedException {
        QueueDepth queue = QueueDepth.of(plane.sqs(), names.queue());
        new JobOrders(plane.dynamoDb(), names.table(), queue.name())
                .pause(System.getProperty("user.name", "a user") + " on " + ProcessName.host(), "caravan destroy");
        dialogue.say("workers are paused; " + queue.inFlight() + " messages are in flight, " + queue.all() + " in all");
        Instant end = Instant.now().plus(DRAIN);
        while (queue.inFlight() > 0 && Instant.now().isBefore(end)) {
            Thread.sleep(DRAIN_POLL.toMillis());
            long before = queue.inFlight();
            queue = QueueDepth.of(plane.sqs(), queue.url());
            if (queue.inFlight() != before) {
                dialogue.say("  " + queue.inFlight() + " messages are in flight");
            }
        }
    }

    /** Deletes the stack and waits for its end. */
    public void deleteStack(Stack stack) throws ControlPlaneException, DeployException, InterruptedException {
        CloudFormationClient client = Stack.client(plane);
        StackEvents events = new StackEvents(plane, stack.id(), POLL);
        ControlPlaneProblem.calling(
                "cloudformation:DeleteStack of " + name,
                () -> client.deleteStack(delete -> delete.stackName(stack.id())));
        Stack end = events.follow(dialogue, BootLog.NONE);
        if (!end.status().equals("DELETE_COMPLETE")) {
            throw new DeployException("the stack is " + end.status() + ": " + Printable.of(end.reason())
                    + "; fix that and run the command again");
        }
    }

    /** Deletes the secrets of the stack, or reports that they are left. */
    public List<String> secrets(boolean delete) throws ControlPlaneException {
        List<String> left = new ArrayList<>();
        for (String secret : StackSecret.names(name)) {
            if (!StackSecret.isThere(plane, secret)) {
                continue;
            }
            if (delete && StackSecret.delete(plane, secret)) {
                dialogue.say("secret " + secret + " is deleted in 7 days");
            } else {
                left.add("secret " + secret
                        + ": aws secretsmanager delete-secret --recovery-window-in-days 7 --secret-id " + secret);
            }
        }
        return left;
    }

    /**
     * Deletes the bucket of template and distribution, or reports that it is left. Keeps a bucket that the user has
     * named or that another stack uses.
     */
    public List<String> artifacts(boolean delete) throws ControlPlaneException, DeployException {
        String account = ControlPlaneProblem.calling("sts:GetCallerIdentity", plane::account);
        Artifacts artifacts = new Artifacts(plane, account, AwsIdentity.region(), "");
        String others = delete ? others(artifacts.bucket()) : "";
        if (delete && others.isEmpty()) {
            if (artifacts.delete()) {
                dialogue.say("bucket " + artifacts.bucket() + " is deleted");
            }
            return List.of();
        }
        if (!artifacts.isThere()) {
            return List.of();
        }
        return List.of("bucket " + artifacts.bucket() + " of template and distribution"
                + (others.isEmpty() ? "" : ", from which the machines of " + others + " fetch")
                + ": caravan destroy --with-artifacts");
    }

    /** Returns the names of other stacks whose machines fetch from a bucket; empty if there are none. */
    private String others(String bucket) throws ControlPlaneException {
        List<String> others = ControlPlaneProblem.calling(
                "cloudformation:DescribeStacks",
                () -> Stack.client(plane).describeStacksPaginator().stacks().stream()
                        .map(Stack::of)
                        .filter(stack -> !stack.name().equals(name)
                                && stack.parameter("distributionBucket").equals(bucket))
                        .map(Stack::name)
                        .toList());
        return String.join(", ", others);
    }

    /** Returns what is left after the stack. */
    public List<String> leftOf(Stack stack) {
        List<String> left = new ArrayList<>();
        if (stack.parameters().getOrDefault("pointInTimeRecovery", "true").equals("true")) {
            left.add("backups of the two tables, which DynamoDB deletes after 35 days and doesn't charge for");
        }
        if (stack.parameter("kmsKeyArn").isEmpty()) {
            left.add("the key of the alarms' topic, which is deleted after 7 days and not charged for");
        }
        if (!stack.parameter("amiId").isEmpty()) {
            left.add("image " + stack.parameter("amiId") + " and its snapshot: see docs/deploy.md");
        }
        return left;
    }
}
