package dev.caravan.doctor;

import dev.caravan.aws.AwsIdentity;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.job.Fleet;
import dev.caravan.job.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** Checks what the processes of a fleet share. */
public final class FleetCheck {

    private final Job job;
    private final Set<Role> roles;
    private final String region = AwsIdentity.region();
    private final Map<String, Callable<List<Finding>>> targets = new LinkedHashMap<>();

    public FleetCheck(Job job, Set<Role> roles) {
        this.job = job;
        this.roles = roles;
    }

    /** Returns the checks; without process credentials only their finding. */
    public Map<String, Callable<List<Finding>>> targets() {
        Examination process = new Examination("process");
        targets.put("process", process::findings);
        try {
            process.ok("identity", AwsIdentity.find().words());
        } catch (ControlPlaneException e) {
            process.fatal("identity", e.getMessage());
            return targets;
        }
        Fleet fleet = job.fleet();
        targets.put("queue", this::queue);
        add("table", (table, aws) -> table(table, aws, fleet.table()).records());
        if (roles.contains(Role.FINDER) && !fleet.mailTopic().isEmpty()) {
            String arn = fleet.mailTopic();
            // An empty text is refused, so no mail is sent.
            add(
                    "topic of mails",
                    (topic, aws) -> topic.allowsFaulty(
                            new Grant("sns:Publish", arn),
                            "topic " + arn,
                            () -> aws.sns(arn)
                                    .publish(mail -> mail.topicArn(arn).message(""))));
        }
        if (roles.contains(Role.WORKER) && fleet.splitsGiants()) {
            add(
                    "table of parts",
                    (table, aws) -> table(table, aws, fleet.partsTable()).parts());
            String arn = fleet.stateMachine();
            // Name and input are invalid, so no execution starts.
            add(
                    "state machine",
                    (machine, aws) -> machine.allowsFaulty(
                            new Grant("states:StartExecution", arn),
                            "state machine " + arn,
                            () -> aws.stepFunctions()
                                    .startExecution(start -> start.stateMachineArn(arn)
                                            .name("no name <>")
                                            .input("no JSON"))));
        }
        return targets;
    }

    private void add(String target, BiConsumer<Examination, ControlPlane> check) {
        targets.put(target, () -> {
            Examination examination = new Examination(target);
            try (ControlPlane aws = ControlPlane.impatient()) {
                check.accept(examination, aws);
            }
            return examination.findings();
        });
    }

    private List<Finding> queue() {
        boolean works = roles.contains(Role.WORKER);
        Examination queue = new Examination("queue");
        Examination deadLetters = new Examination("dead-letter queue");
        try (ControlPlane aws = ControlPlane.impatient()) {
            String name = new QueueCheck(
                            queue, aws, arnPrefix("sqs"), job.fleet().queue())
                    .queue(roles, works && job.fleet().splitsGiants());
            if (works && !name.isEmpty()) {
                new QueueCheck(deadLetters, aws, arnPrefix("sqs"), name).deadLetters();
            } else if (works && !queue.isHopeless()) {
                deadLetters.note(
                        "redrive policy",
                        "the queue has none, or it can't be read: a message that fails for good leaves only its"
                                + " record");
            }
        }
        List<Finding> both = new ArrayList<>(queue.findings());
        both.addAll(deadLetters.findings());
        return both;
    }

    private TableCheck table(Examination examination, ControlPlane aws, String name) {
        return new TableCheck(examination, aws, arnPrefix("dynamodb") + "*:table/" + name, name);
    }

    private String arnPrefix(String service) {
        return "arn:" + AwsIdentity.partition(region) + ":" + service + ":" + (region.isEmpty() ? "*" : region) + ":";
    }
}
