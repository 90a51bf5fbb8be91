package dev.caravan.deploy;

import dev.caravan.aws.AwsIdentity;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Digests;
import dev.caravan.job.FileProblem;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.job.Side;
import dev.caravan.job.StoreType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;

/** Makes a stack of a job, or changes the one that there is. Each step may be done again. */
public final class Deployment {

    private static final Duration POLL = Duration.ofSeconds(3);

    /**
     * The settings of a deployment, besides the stack's parameters.
     *
     * @param vpc the VPC; empty for the default one
     * @param subnets empty to find some
     * @param bucket of the template and the distribution; empty for one of Caravan
     * @param home the installation that is packed
     * @param dryRun whether the changes are only shown
     */
    public record Choices(String name, String vpc, List<String> subnets, String bucket, Path home, boolean dryRun) {}

    private final ControlPlane plane;
    private final Dialogue dialogue;
    private final Choices choices;
    private final String region;
    private final Artifacts artifacts;

    public Deployment(ControlPlane plane, Dialogue dialogue, Choices choices) throws ControlPlaneException {
        this.plane = plane;
        this.dialogue = dialogue;
        this.choices = choices;
        this.region = AwsIdentity.region();
        String account = ControlPlaneProblem.calling("sts:GetCallerIdentity", plane::account);
        this.artifacts = new Artifacts(plane, account, region, choices.bucket());
        dialogue.say("account " + account + ", region " + region + ", stack " + choices.name());
    }

    /** Returns the region of a bucket of Amazon S3, if the job doesn't set it and it isn't the stack's. */
    public String otherRegion(Side side) {
        boolean asked = side.type() == StoreType.S3
                && side.endpoint().isEmpty()
                && side.region().isEmpty();
        String found = asked ? artifacts.regionOf(side.bucket()) : "";
        return found.equals(region) ? "" : found;
    }

    /**
     * Returns the stack when it can be deployed to; empty if there is none. Waits for an operation in progress, and
     * removes the rest of a failed creation.
     */
    public Optional<Stack> standing() throws ControlPlaneException, DeployException, InterruptedException {
        Optional<Stack> found = Stack.find(plane, choices.name());
        if (found.isEmpty()) {
            return found;
        }
        Stack stack = found.get();
        if (!stack.isOfCaravan()) {
            throw new DeployException(
                    "the stack " + choices.name() + " is not one of Caravan: choose another name with --stack-name");
        }
        if (stack.isMoving()) {
            dialogue.say(stack.status() + ", begun by another command; following it");
            new StackEvents(plane, stack.id(), POLL).follow(dialogue, boot(stack.id(), List.of()));
            return standing();
        }
        if (stack.isDead()) {
            dialogue.say("the stack is " + stack.status() + because(stack) + ", and can't be changed any more");
            if (choices.dryRun()) {
                throw new DeployException(
                        "it must be removed first; without --dry-run this command asks and removes it");
            }
            dialogue.ask("It is removed, and a new one is made.", "yes");
            new Removal(plane, dialogue, choices.name()).deleteStack(stack);
            return Optional.empty();
        }
        if (!stack.isInReview() && !stack.isStanding()) {
            throw new DeployException("the stack is " + stack.status() + because(stack) + ": repair it first, at "
                    + new Links(region).stack(stack.id()));
        }
        return stack.isInReview() ? Optional.empty() : found;
    }

    private static String because(Stack stack) {
        return stack.reason().isEmpty() ? "" : " (" + Printable.of(stack.reason()) + ")";
    }

    private BootLog boot(String stackId, List<String> secrets) {
        return new BootLog(plane.ec2(), stackId, secrets);
    }

    /**
     * Makes or changes the stack.
     *
     * @param existing the stack that there is; empty for none
     */
    public void run(StackTemplate template, StackParameters parameters, Job job, Optional<Stack> existing)
            throws ControlPlaneException, DeployException, InvalidJobException, InterruptedException {
        Map<String, String> previous = existing.map(Stack::parameters).orElse(Map.of());
        List<StackSecret> secrets = StackSecret.of(job, choices.name());
        secrets.forEach(secret -> parameters.addSecret(secret.parameter(), secret.name()));
        addNetwork(parameters, previous);
        parameters.check(previous);
        artifacts.prepare();
        String key = uploadTemplate(template);
        if (!parameters.namesDistribution(previous)) {
            addDistribution(parameters);
        }
        Map<String, String> values = new TreeMap<>(previous);
        // The distribution is that of the template or of this installation.
        values.entrySet()
                .removeIf(value -> value.getKey().startsWith("distribution")
                        || template.isDefault(value.getKey(), value.getValue()));
        values.putAll(parameters.check(previous));
        ChangeSet changes = new ChangeSet(plane, choices.name(), existing.isEmpty());
        boolean any = changes.create(new Links(region).object(artifacts.bucket(), key), values);
        dialogue.say(any ? "changes:" : "no changes");
        if (any) {
            changes.lines().forEach(dialogue::say);
            Costs.lines(values, secrets.size()).forEach(dialogue::say);
        }
        if (choices.dryRun()) {
            changes.delete();
            return;
        }
        agree(any, changes, existing, secrets);
        for (StackSecret secret : secrets) {
            secret.put(plane, values.getOrDefault("secretKmsKeyArn", ""));
            dialogue.say("the secret " + secret.name() + " holds the key");
        }
        Stack stack = any ? execute(changes, existing, secrets) : existing.orElseThrow();
        new Access(plane, stack, region).lines().forEach(dialogue::say);
    }

    private void agree(boolean any, ChangeSet changes, Optional<Stack> existing, List<StackSecret> secrets)
            throws ControlPlaneException, DeployException {
        if (!any) {
            return;
        }
        try {
            String also = secrets.isEmpty() ? "" : ", and keys go to Secrets Manager";
            dialogue.ask((existing.isEmpty() ? "The stack is made" : "The stack is changed") + also + ".", "yes");
        } catch (DeployException e) {
            changes.delete();
            throw e;
        }
    }

    private void addNetwork(StackParameters parameters, Map<String, String> previous)
            throws ControlPlaneException, DeployException {
        boolean named = !choices.vpc().isEmpty() || !choices.subnets().isEmpty();
        boolean set = !parameters.get("ec2VpcId").isEmpty()
                && !parameters.get("ec2Subnets").isEmpty();
        if (set || (!named && previous.containsKey("ec2Subnets"))) {
            return;
        }
        Network network = Network.find(plane.ec2(), choices.vpc(), choices.subnets());
        dialogue.say("network " + network.vpc() + ", subnets " + String.join(",", network.subnets()));
        if (!network.warning().isEmpty()) {
            dialogue.say("note: " + network.warning());
        }
        parameters.addUnlessSet("ec2VpcId", network.vpc());
        parameters.addUnlessSet("ec2Subnets", String.join(",", network.subnets()));
    }

    private String uploadTemplate(StackTemplate template) throws ControlPlaneException {
        byte[] text = template.text().getBytes(StandardCharsets.UTF_8);
        String key = "template/" + Digests.hex("SHA-256", text) + ".yaml";
        upload("template", key, RequestBody.fromBytes(text));
        return key;
    }

    private void addDistribution(StackParameters parameters) throws ControlPlaneException, DeployException {
        Path file;
        try {
            file = Files.createTempFile("caravan-deploy-", ".tar.gz");
        } catch (IOException e) {
            throw new DeployException("a temporary file can't be made: " + FileProblem.reason(e), e);
        }
        file.toFile().deleteOnExit();
        String sha256 = Distribution.pack(choices.home(), file);
        String key = "distribution/" + sha256 + ".tar.gz";
        upload("distribution", key, RequestBody.fromFile(file));
        parameters.addUnlessSet("distributionBucket", artifacts.bucket());
        parameters.addUnlessSet("distributionKey", key);
        parameters.addUnlessSet("distributionSha256", sha256);
    }

    private void upload(String what, String key, RequestBody content) throws ControlPlaneException {
        boolean uploaded = artifacts.upload(key, content);
        dialogue.say(
                what + (uploaded ? " uploaded to" : " is there already:") + " s3://" + artifacts.bucket() + "/" + key);
    }

    private Stack execute(ChangeSet changes, Optional<Stack> existing, List<StackSecret> secrets)
            throws ControlPlaneException, DeployException, InterruptedException {
        // The change set gives a new stack its ID.
        String id = (existing.isPresent() ? existing : Stack.find(plane, choices.name()))
                .orElseThrow()
                .id();
        StackEvents events = new StackEvents(plane, id, POLL);
        changes.execute();
        dialogue.say("events; Ctrl-C leaves the stack to CloudFormation, and the same command follows it again:");
        List<String> hidden =
                secrets.stream().flatMap(secret -> secret.hidden().stream()).toList();
        Stack stack = events.follow(dialogue, boot(id, hidden));
        if (stack.isStanding() && !stack.status().equals("UPDATE_ROLLBACK_COMPLETE")) {
            return stack;
        }
        throw new DeployException("the stack is " + stack.status() + because(stack)
                + ": the first event that failed says why; see docs/troubleshooting.md. "
                + (stack.isStanding() ? "The stack is unchanged" : "Run the same command again when that is fixed"));
    }
}
