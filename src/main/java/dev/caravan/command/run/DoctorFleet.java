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
import dev.caravan.job.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** What the processes of a fleet share, as doctor looks at it. */
final class DoctorFleet {

    private final Job job;
    private final Set<Role> roles;
    private final String region = AwsIdentity.region();

    DoctorFleet(Job job, Set<Role> roles) {
        this.job = job;
        this.roles = roles;
    }

    /** Without credentials of the process none of the rest. */
    Map<String, Callable<List<Finding>>> targets() {
        Map<String, Callable<List<Finding>>> targets = new LinkedHashMap<>();
        Examination process = new Examination("process");
        targets.put("process", process::findings);
        try {
            process.ok("as whom", AwsIdentity.find().words());
        } catch (ControlPlaneException e) {
            process.fatal("as whom", e.getMessage());
            return targets;
        }
        targets.put("queue", this::queue);
        targets.put("table", this::table);
        if (roles.contains(Role.WORKER) && job.fleet().splitsGiants()) {
            targets.put("table of parts", this::parts);
            targets.put("state machine", this::stateMachine);
        }
        return targets;
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
                        "the queue has none, or it isn't told: of what fails for good only records stay");
            }
        }
        List<Finding> both = new ArrayList<>(queue.findings());
        both.addAll(deadLetters.findings());
        return both;
    }

    private List<Finding> table() {
        Examination examination = new Examination("table");
        try (ControlPlane aws = ControlPlane.impatient()) {
            tables(aws).records(examination, job.fleet().table(), roles);
        }
        return examination.findings();
    }

    private List<Finding> parts() {
        Examination examination = new Examination("table of parts");
        try (ControlPlane aws = ControlPlane.impatient()) {
            tables(aws).parts(examination, job.fleet().partsTable());
        }
        return examination.findings();
    }

    private TableCheck tables(ControlPlane aws) {
        return new TableCheck(aws::dynamoDb, arnPrefix("dynamodb") + "*:table/");
    }

    private List<Finding> stateMachine() {
        Examination examination = new Examination("state machine");
        try (ControlPlane aws = ControlPlane.impatient()) {
            new StateMachineCheck(aws::stepFunctions)
                    .run(examination, job.fleet().stateMachine());
        }
        return examination.findings();
    }
}
