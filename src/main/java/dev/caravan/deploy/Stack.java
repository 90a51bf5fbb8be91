package dev.caravan.deploy;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/**
 * A stack as CloudFormation describes it.
 *
 * @param id its ARN, under which it is found when it is deleted too
 * @param status such as CREATE_COMPLETE
 * @param reason of the status; may be empty
 */
public record Stack(String name, String id, String status, String reason, Map<String, String> parameters) {

    /** After these nothing can become of a stack: it must be removed first. */
    private static final Set<String> DEAD =
            Set.of("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED");

    private static final Set<String> STANDING =
            Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE");

    /** Finds a stack by its name or ID; empty if there is none, or only a deleted one. */
    public static Optional<Stack> find(ControlPlane plane, String name) throws ControlPlaneException {
        return any(plane, name).filter(stack -> !stack.status().equals("DELETE_COMPLETE"));
    }

    /** Finds a stack, a deleted one too, which has its ID only. */
    static Optional<Stack> any(ControlPlane plane, String name) throws ControlPlaneException {
        try {
            return client(plane).describeStacks(describe -> describe.stackName(name)).stacks().stream()
                    .map(Stack::of)
                    .findFirst();
        } catch (SdkException e) {
            if (e instanceof CloudFormationException
                    && ControlPlaneProblem.words(e).contains("does not exist")) {
                return Optional.empty();
            }
            throw ControlPlaneProblem.of("cloudformation:DescribeStacks of " + name, e);
        }
    }

    static CloudFormationClient client(ControlPlane plane) {
        return plane.client(CloudFormationClient.class, CloudFormationClient::builder);
    }

    static Stack of(software.amazon.awssdk.services.cloudformation.model.Stack stack) {
        Map<String, String> parameters = stack.parameters().stream()
                .filter(parameter -> parameter.parameterValue() != null)
                .collect(Collectors.toMap(Parameter::parameterKey, Parameter::parameterValue));
        String reason = stack.stackStatusReason() == null ? "" : stack.stackStatusReason();
        return new Stack(stack.stackName(), stack.stackId(), stack.stackStatusAsString(), reason, parameters);
    }

    /** Whether something is being done to it. A stack in review is none yet. */
    boolean isMoving() {
        return status.endsWith("_IN_PROGRESS") && !isInReview();
    }

    /** Whether it has nothing but change sets. */
    boolean isInReview() {
        return status.equals("REVIEW_IN_PROGRESS");
    }

    boolean isDead() {
        return DEAD.contains(status);
    }

    /** Whether it can be changed. */
    boolean isStanding() {
        return STANDING.contains(status);
    }

    /** Whether it is of Caravan's template. */
    boolean isOfCaravan() {
        return isInReview() || parameters.keySet().containsAll(Set.of("srcBucket", "destBucket", "giantThreshold"));
    }

    /** Returns the value of a parameter; empty if there is none. */
    public String parameter(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /** Returns the IDs of its resources by their names in the template. */
    Map<String, String> resources(ControlPlane plane) throws ControlPlaneException {
        Map<String, String> resources = new HashMap<>();
        ControlPlaneProblem.calling(
                        "cloudformation:DescribeStackResources of " + name,
                        () -> client(plane).describeStackResources(describe -> describe.stackName(id)))
                .stackResources()
                .forEach(resource -> resources.put(resource.logicalResourceId(), resource.physicalResourceId()));
        return resources;
    }
}
