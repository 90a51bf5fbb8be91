package dev.caravan.command;

import dev.caravan.aws.AwsIdentity;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.UploadsRun;
import dev.caravan.deploy.Access;
import dev.caravan.deploy.Removal;
import dev.caravan.deploy.Stack;
import dev.caravan.deploy.StackTemplate;
import dev.caravan.job.FleetNames;
import dev.caravan.job.JobOption;
import dev.caravan.job.UploadsJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code caravan destroy}: removes the stack of a fleet. */
final class DestroyCommand extends Command {

    private static final String WITH_SECRETS = "--with-secrets";
    private static final String WITH_ARTIFACTS = "--with-artifacts";
    private static final String ABORT_UPLOADS = "--abort-uploads";

    DestroyCommand(Surroundings surroundings) {
        super(
                surroundings,
                "destroy",
                "Removes the stack of a fleet: asks, waits until the workers finish their current objects (10 minutes at most),"
                        + " deletes the stack with its records and logs, and prints what is left and how to remove it. The"
                        + " objects of both buckets stay. Can be run again.");
        addText(DeployCommand.STACK_NAME, "NAME", DeployCommand.STACK_NAME_HELP);
        addFlag(
                ABORT_UPLOADS,
                "Abort unfinished multipart uploads. It reads every record, which DynamoDB charges for.");
        addFlag(
                WITH_SECRETS,
                "Delete the access keys that caravan deploy put into Secrets Manager. They can be restored for 7 days.");
        addFlag(WITH_ARTIFACTS, "Delete the bucket with the template and the distribution, if no other stack uses it.");
        addFlag(DeployCommand.YES, "Don't ask.");
        exitCode(ExitCode.DONE, "the stack is gone");
        exitCode(ExitCode.RUN_FAILED, "AWS refused a request, or the removal failed");
        examples("  caravan destroy --with-secrets --with-artifacts");
    }

    @Override
    public Integer call() throws Exception {
        String name = DeployCommand.stackName(this);
        List<String> left = new ArrayList<>();
        try (ControlPlane plane = new ControlPlane(4)) {
            Removal removal = new Removal(plane, DeployCommand.dialogue(this), name);
            Optional<Stack> stack = Stack.find(plane, name);
            if (stack.isPresent()) {
                removal.agree(stack.get());
                end(plane, removal, stack.get(), given(ABORT_UPLOADS));
                removal.deleteStack(stack.get());
                left.addAll(removal.leftOf(stack.get()));
            } else {
                out.println("there is no stack " + name + " in " + AwsIdentity.region());
            }
            left.addAll(removal.secrets(given(WITH_SECRETS)));
            left.addAll(removal.artifacts(given(WITH_ARTIFACTS)));
        }
        out.println(left.isEmpty() ? "nothing is left" : "left:");
        left.forEach(one -> out.println("  " + one));
        return ExitCode.DONE;
    }

    /**
     * Drains the workers, and aborts unfinished uploads if asked. The stack is deleted even if the workers can't be
     * drained.
     */
    private void end(ControlPlane plane, Removal removal, Stack stack, boolean abort) throws Exception {
        Access access = new Access(plane, stack, AwsIdentity.region());
        Optional<FleetNames> names = access.names();
        if (names.isEmpty()) {
            return;
        }
        try {
            removal.drain(names.get());
        } catch (ControlPlaneException e) {
            err.println("caravan: the workers can't be paused, and end with the stack: " + e.getMessage());
        }
        if (abort) {
            Map<String, String> environment = new HashMap<>(surroundings.environment());
            Path template = DeployCommand.home(surroundings).resolve(StackTemplate.FILE);
            environment.putAll(StackTemplate.read(template).environment(stack.parameters()));
            environment.put(JobOption.TABLE.environmentName(), names.get().table());
            environment.put(JobOption.PARTS_TABLE.environmentName(), access.partsTable());
            Surroundings ofStack = surroundings.with(environment);
            UploadsJob job = UploadsJob.read(null, ofStack.settings(Map.of()), true);
            new UploadsRun(job, Duration.ofSeconds(1), false, ofStack).run();
        }
    }
}
