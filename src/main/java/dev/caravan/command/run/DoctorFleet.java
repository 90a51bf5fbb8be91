package dev.caravan.command.run;

import dev.caravan.aws.AwsIdentity;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.doctor.Examination;
import dev.caravan.doctor.Finding;
import dev.caravan.doctor.QueueCheck;
import dev.caravan.doctor.Role;
import dev.caravan.doctor.StateMachineCheck;
import dev.caravan.doctor.TableCheck;
import dev.caravan.doctor.TopicCheck;
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
final class DoctorFleet {

    private final Job job;
    private final Set<Role> roles;
    private final String region = AwsIdentity.region();

    DoctorFleet(Job job, Set<Role> roles) {
        this.job = job;
        this.roles = roles;
    }

    /** Returns the checks; without process credentials only their finding. */
    Map<String, Callable<List<Finding>>> targets() {
        Map<String, Callable<List<Finding>>> targets = new LinkedHashMap<>();
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
        add(targets, "table", (table, aws) -> tables(aws).records(table, fleet.table()));
        if (roles.contains(Role.FINDER) && !fleet.mailTopic().isEmpty()) {
            String arn = fleet.mailTopic();
            add(targets, "topic of mails", (topic, aws) -> new TopicCheck(() -> aws.sns(arn)).run(topic, arn));
        }
        if (roles.contains(Role.WORKER) && fleet.splitsGiants()) {
            add(targets, "table of parts", (table, aws) -> tables(aws).parts(table, fleet.partsTable()));
            add(
                    targets,
                    "state machine",
                    (machine, aws) -> new StateMachineCheck(aws::stepFunctions).run(machine, fleet.stateMachine()));
        }
        return targets;
    }

    private static void add(
            Map<String, Callable<List<Finding>>> targets, String target, BiConsumer<Examination, ControlPlane> look) {
        targets.put(target, () -> {
            Examination examination = new Examination(target);
            try (ControlPlane aws = ControlPlane.impatient()) {
                look.accept(examination, aws);
            }
            return examination.findings();
        });
    }

    private String arnPrefix(String service) {
        return "arn:" + AwsIdentity.partition(region) + ":" + service + ":" + (region.isEmpty() ? "*" : region) + ":";
    }

    private List<Finding> queue() {
        boolean works = roles.contains(Role.WORKER);
        Examination queue = new Examination("queue");
        Examination deadLetters = new Examination("dead-letter queue");
        try (ControlPlane aws = ControlPlane.impatient()) {
            QueueCheck check = new QueueCheck(aws::sqs, roles, arnPrefix("sqs"));
            String name =
                    check.queue(queue, job.fleet().queue(), works && job.fleet().splitsGiants());
            if (works && !name.isEmpty()) {
                check.deadLetters(deadLetters, name);
            } else if (works && !queue.isHopeless()) {
                deadLetters.note(
                        "redrive policy",
                        "the queue has none, or it can't be read: of what fails for good only records stay");
            }
        }
        List<Finding> both = new ArrayList<>(queue.findings());
        both.addAll(deadLetters.findings());
        return both;
    }

    private TableCheck tables(ControlPlane aws) {
        return new TableCheck(aws::dynamoDb, arnPrefix("dynamodb") + "*:table/");
    }
}
