package dev.caravan.deploy;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/** Changes to a stack that CloudFormation has computed and not made yet. Replaces the change set of an earlier run that was stopped. */
final class ChangeSet {

    private static final String NAME = "caravan-deploy";
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final int POLLS = 300;

    private final ControlPlane plane;
    private final CloudFormationClient client;
    private final String stack;
    private final boolean creates;
    private final List<ResourceChange> changes = new ArrayList<>();

    /** @param creates whether the stack has no resources yet */
    ChangeSet(ControlPlane plane, String stack, boolean creates) {
        this.plane = plane;
        this.client = Stack.client(plane);
        this.stack = stack;
        this.creates = creates;
    }

    /** Has CloudFormation compute the changes. Returns whether there are any. */
    boolean create(String templateUrl, Map<String, String> values)
            throws ControlPlaneException, DeployException, InterruptedException {
        List<Parameter> parameters = values.entrySet().stream()
                .map(value -> Parameter.builder()
                        .parameterKey(value.getKey())
                        .parameterValue(value.getValue())
                        .build())
                .toList();
        deleteSet();
        ControlPlaneProblem.calling(
                "cloudformation:CreateChangeSet of " + stack,
                () -> client.createChangeSet(create -> create.stackName(stack)
                        .changeSetName(NAME)
                        .changeSetType(creates ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
                        .templateURL(templateUrl)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM)
                        .parameters(parameters)));
        for (int poll = 0; poll < POLLS; poll++) {
            List<DescribeChangeSetResponse> pages =
                    ControlPlaneProblem.calling(
                            "cloudformation:DescribeChangeSet of " + stack,
                            () -> client
                                    .describeChangeSetPaginator(describe ->
                                            describe.stackName(stack).changeSetName(NAME))
                                    .stream()
                                    .toList());
            DescribeChangeSetResponse described = pages.get(0);
            if (described.status() == ChangeSetStatus.CREATE_COMPLETE) {
                pages.forEach(page -> page.changes().forEach(change -> changes.add(change.resourceChange())));
                return true;
            }
            if (described.status() == ChangeSetStatus.FAILED) {
                String reason = String.valueOf(described.statusReason());
                delete();
                if (isEmpty(reason)) {
                    return false;
                }
                throw new DeployException(
                        "CloudFormation refuses the template or its parameters: " + Printable.of(reason));
            }
            Thread.sleep(POLL.toMillis());
        }
        throw new DeployException("CloudFormation has not computed the changes within "
                + POLL.multipliedBy(POLLS).toMinutes() + " minutes; run the command again");
    }

    static boolean isEmpty(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        return lower.contains("didn't contain changes") || lower.contains("no updates are");
    }

    private static String action(ResourceChange change) {
        return switch (String.valueOf(change.replacementAsString())) {
            case "True" -> "Replace";
            case "Conditional" -> "Modify, perhaps replace";
            default -> change.actionAsString();
        };
    }

    /** Returns the changes in lines. */
    List<String> lines() {
        return lines(changes, creates);
    }

    /**
     * Returns the lines of a change set: for a new stack the number of resources of each service, for an existing one
     * each change.
     */
    static List<String> lines(List<ResourceChange> changes, boolean creates) {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> lines = new ArrayList<>();
        for (ResourceChange change : changes) {
            String[] type = change.resourceType().split("::", 3);
            counts.merge(type.length == 3 ? type[1] : change.resourceType(), 1, Integer::sum);
            lines.add(Printable.of(String.format(
                    Locale.ROOT, "  %-8s %s  %s", action(change), change.logicalResourceId(), change.resourceType())));
        }
        if (changes.isEmpty()) {
            return List.of("no resource changes; only template and parameters change");
        }
        if (!creates) {
            return lines.stream().sorted().toList();
        }
        return List.of("  Add " + changes.size() + " resources: "
                + Printable.of(String.join(
                        ", ",
                        counts.entrySet().stream()
                                .map(count -> count.getKey() + " " + count.getValue())
                                .toList())));
    }

    void execute() throws ControlPlaneException {
        ControlPlaneProblem.calling(
                "cloudformation:ExecuteChangeSet of " + stack,
                () -> client.executeChangeSet(
                        execute -> execute.stackName(stack).changeSetName(NAME)));
    }

    /** Deletes it, and the stack that was made for it. Does nothing if there is none. */
    void delete() throws ControlPlaneException {
        deleteSet();
        if (creates && Stack.find(plane, stack).filter(Stack::isInReview).isPresent()) {
            ControlPlaneProblem.calling(
                    "cloudformation:DeleteStack of " + stack,
                    () -> client.deleteStack(delete -> delete.stackName(stack)));
        }
    }

    private void deleteSet() throws ControlPlaneException {
        try {
            client.deleteChangeSet(delete -> delete.stackName(stack).changeSetName(NAME));
        } catch (SdkException e) {
            if (ControlPlaneProblem.denies(e)) {
                throw ControlPlaneProblem.of("cloudformation:DeleteChangeSet of " + stack, e);
            }
            // There is none.
        }
    }
}
