package dev.caravan.command;

import dev.caravan.aws.AwsIdentity;
import dev.caravan.aws.ControlPlane;
import dev.caravan.command.run.DoctorRun;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.deploy.Access;
import dev.caravan.deploy.Deployment;
import dev.caravan.deploy.Dialogue;
import dev.caravan.deploy.Stack;
import dev.caravan.deploy.StackParameters;
import dev.caravan.deploy.StackTemplate;
import dev.caravan.doctor.Role;
import dev.caravan.fleet.FleetReader;
import dev.caravan.job.FleetNames;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Settings;
import dev.caravan.report.FleetText;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code caravan deploy}: makes, changes and shows the stack of a fleet. */
final class DeployCommand extends Command {

    static final String STACK_NAME = "--stack-name";
    static final String STACK_NAME_HELP = "The name of the stack. Default: caravan.";
    static final String YES = "--yes";
    private static final String EMAIL = "--email";
    private static final String UPDATE = "--update";
    private static final String STATUS = "--status";
    private static final String DRY_RUN = "--dry-run";
    private static final String VPC = "--vpc";
    private static final String SUBNETS = "--subnets";
    private static final String BUCKET = "--artifacts-bucket";
    private static final String SET = "--set";
    private static final String TEMPLATE = "--template";
    private static final String SKIP_DOCTOR = "--skip-doctor";

    /** Keys that take the place of a secret that the stack names. */
    private static final Map<JobOption, List<JobOption>> REPLACED = Map.of(
            JobOption.SOURCE_SECRET, List.of(JobOption.SOURCE_ACCESS_KEY_ID, JobOption.SOURCE_PROFILE),
            JobOption.SOURCE_SSE_C_SECRET, List.of(JobOption.SOURCE_SSE_C_KEY, JobOption.SOURCE_SSE_C_KEY_FILE),
            JobOption.DEST_SECRET, List.of(JobOption.DEST_ACCESS_KEY_ID, JobOption.DEST_PROFILE),
            JobOption.DEST_SSE_C_SECRET, List.of(JobOption.DEST_SSE_C_KEY, JobOption.DEST_SSE_C_KEY_FILE));

    DeployCommand(Surroundings surroundings) {
        super(
                surroundings,
                "deploy",
                "Deploys a fleet to AWS as one CloudFormation stack, with your own credentials (AWS_PROFILE, AWS_REGION): finds the"
                        + " network, uploads Caravan and the template to a private bucket, shows the changes and their"
                        + " cost, asks, and shows the events. Takes the job's own options. Can be run again at any time:"
                        + " it continues where it stopped.",
                "",
                "Keys of a side, from the environment, a profile or a file, are put into Secrets"
                        + " Manager. docs/deploy.md lists the permissions that it needs.");
        JobArguments.addTo(
                spec,
                option -> !StackParameters.WITHOUT.contains(option) && !StackParameters.OF_THE_STACK.contains(option));
        JobArguments.addHidden(spec, StackParameters.WITHOUT::contains);
        addText(EMAIL, "ADDRESS", "The address for alarms and reports. AWS first sends a mail with a link to confirm.");
        addText(STACK_NAME, "NAME", STACK_NAME_HELP);
        addFlag(UPDATE, "Change the existing stack; parameters that you don't give keep their values.");
        addFlag(DRY_RUN, "Only show what would change. The template and Caravan are uploaded for it.");
        addFlag(STATUS, "Show the stack and what its fleet is doing.");
        addText(VPC, "VPC", "The network of the machines. Default: the default VPC.");
        addText(
                SUBNETS,
                "SUBNET,SUBNET",
                "Two subnets or more, in different zones. Default: subnets of the VPC with a route to the internet.");
        addText(
                BUCKET,
                "BUCKET",
                "Your bucket for the template and Caravan, in this region. Default: caravan-ACCOUNT-REGION, which is made.");
        spec.addOption(value(
                        SET,
                        "PARAMETER=VALUE",
                        "Any other parameter of the template; docs/parameters.md lists them. May be repeated.")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
        addText(TEMPLATE, "FILE", "A template of your own. Default: that of this installation.");
        addFlag(SKIP_DOCTOR, "Don't check both buckets with your own credentials first.");
        addFlag(YES, "Don't ask.");
        exitCode(ExitCode.DONE, "the stack exists with these settings");
        exitCode(ExitCode.UNWELL, "the check of a bucket found something wrong; nothing is deployed");
        exitCode(ExitCode.RUN_FAILED, "AWS refused a request, or the stack failed");
        examples(
                "  caravan deploy s3://photos s3://mirror --email ops@example.com",
                "  caravan deploy --update --set maxCapacity=50",
                "  caravan deploy --status");
    }

    static String stackName(Command command) {
        String name = command.arguments().matchedOptionValue(STACK_NAME, "caravan");
        if (!name.matches("[A-Za-z][A-Za-z0-9-]{0,99}")) {
            throw command.wrong(STACK_NAME + ": up to 100 letters, digits and -, beginning with a letter");
        }
        return name;
    }

    static Dialogue dialogue(Command command) {
        BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return new Dialogue(command.out, answers, command.arguments().hasMatchedOption(YES));
    }

    /** Returns the folder of the installation, or of the checkout that runs. */
    static Path home(Surroundings surroundings) {
        return surroundings.home().orElse(Path.of("."));
    }

    @Override
    public Integer call() throws Exception {
        String name = stackName(this);
        boolean update = given(UPDATE);
        if (given(STATUS)) {
            return status(name);
        }
        String file = text(TEMPLATE);
        StackTemplate template =
                StackTemplate.read(file.isEmpty() ? home(surroundings).resolve(StackTemplate.FILE) : Path.of(file));
        if (!update) {
            // What is wrong with the job is said before any service is asked.
            Job unused = JobArguments.read(arguments(), settings(surroundings));
        }
        String subnets = text(SUBNETS);
        Deployment.Choices choices = new Deployment.Choices(
                name,
                text(VPC),
                subnets.isEmpty() ? List.of() : List.of(subnets.split("[, ]+")),
                text(BUCKET),
                home(surroundings),
                given(DRY_RUN));
        try (ControlPlane plane = new ControlPlane(2)) {
            Deployment deployment = new Deployment(plane, dialogue(this), choices);
            Optional<Stack> existing = deployment.standing();
            if (update && existing.isEmpty()) {
                throw wrong(UPDATE + ": there is no stack " + name + " in " + AwsIdentity.region()
                        + "; leave it out, and give SOURCE and DEST");
            }
            return deploy(template, deployment, existing);
        }
    }

    private int deploy(StackTemplate template, Deployment deployment, Optional<Stack> existing) throws Exception {
        Map<String, String> now = existing.map(Stack::parameters).orElse(Map.of());
        Map<String, String> stacks = new HashMap<>(template.environment(now));
        Settings own = settings(surroundings);
        REPLACED.forEach((secret, keys) -> {
            if (keys.stream().anyMatch(key -> own.get(key).given())) {
                stacks.remove(secret.environmentName());
            }
        });
        Job job = JobArguments.read(arguments(), settings(over(stacks)));
        if (existing.isPresent() && !given(UPDATE)) {
            requireSame(existing.get(), job);
        }
        StackParameters parameters = new StackParameters(template);
        parameters.addJob(job, own);
        parameters.addSet(arguments().matchedOptionValue(SET, List.of()));
        if (given(EMAIL)) {
            parameters.addUnlessSet("alarmEmail", text(EMAIL));
        }
        Map<String, String> regions = new HashMap<>(stacks);
        addRegion(regions, parameters, JobOption.SOURCE_REGION, "srcRegion", deployment.otherRegion(job.source()));
        addRegion(regions, parameters, JobOption.DEST_REGION, "destRegion", deployment.otherRegion(job.destination()));
        parameters.check(now);
        parameters.notes().forEach(note -> out.println("note: " + note));
        if (!given(SKIP_DOCTOR)) {
            Job checked = JobArguments.read(arguments(), settings(over(regions)));
            int code = new DoctorRun(checked, EnumSet.of(Role.SYNC), false).run(false, out);
            if (code != ExitCode.DONE) {
                err.println("caravan: nothing is deployed; correct this. If only your own credentials lack these"
                        + " permissions, which the stack's machines get, add " + SKIP_DOCTOR);
                return code;
            }
        }
        deployment.run(template, parameters, job, existing);
        return ExitCode.DONE;
    }

    private static void addRegion(
            Map<String, String> environment,
            StackParameters parameters,
            JobOption option,
            String parameter,
            String region) {
        if (!region.isEmpty()) {
            environment.put(option.environmentName(), region);
            parameters.addUnlessSet(parameter, region);
        }
    }

    /** The same command again goes on; another job needs another stack. */
    private void requireSame(Stack stack, Job job) {
        String source = stack.parameter("srcBucket");
        String destination = stack.parameter("destBucket");
        if (!source.equals(job.source().bucket())
                || !destination.equals(job.destination().bucket())) {
            throw wrong(STACK_NAME + ": the stack " + stack.name() + " copies " + source + " to " + destination
                    + ": choose another name, or change that stack with " + UPDATE);
        }
    }

    /** Settings of the stack, which this process's settings override. */
    private Surroundings over(Map<String, String> stacks) {
        Map<String, String> environment = new HashMap<>(stacks);
        surroundings.environment().forEach((name, value) -> {
            if (!value.isBlank()) {
                environment.put(name, value);
            }
        });
        return surroundings.with(environment);
    }

    private Settings settings(Surroundings of) throws InvalidJobException {
        return JobArguments.settings(arguments(), of, option -> option != JobOption.DRY_RUN, Map.of());
    }

    private int status(String name) throws Exception {
        try (ControlPlane plane = new ControlPlane(4)) {
            Optional<Stack> stack = Stack.find(plane, name);
            if (stack.isEmpty()) {
                throw wrong(STACK_NAME + ": there is no stack " + name + " in " + AwsIdentity.region());
            }
            Access access = new Access(plane, stack.get(), AwsIdentity.region());
            access.lines().forEach(out::println);
            Optional<FleetNames> names = access.names();
            if (names.isPresent()) {
                FleetText.print(new FleetReader(plane, names.get(), true).read(), out, Integer.MAX_VALUE);
            }
            return ExitCode.DONE;
        }
    }
}
