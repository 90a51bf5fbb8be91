package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.command.Commands;
import dev.caravan.local.Bucket;
import dev.caravan.local.Interference;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalStepFunctions;
import dev.caravan.local.LocalTable;
import dev.caravan.local.LocalTopic;
import dev.caravan.local.Operation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what doctor finds out about a fleet. Doctor changes no queue, table or state machine. */
class DoctorFleetIT {

    private static LocalS3 s3;
    private static LocalQueue queue;
    private static LocalTable table;
    private static LocalStepFunctions machine;
    private static LocalTopic topic;
    private static Interference beforeQueue;
    private static Interference beforeTable;
    private static Interference beforeMachine;
    private static LocalAws aws;

    private final Map<String, String> environment = new HashMap<>();
    private Bucket destination;
    private String out;
    private String err;

    @BeforeAll
    static void start() {
        s3 = LocalS3.start().credential("KEY", "s3-secret");
        queue = LocalQueue.start();
        table = LocalTable.start();
        machine = LocalStepFunctions.start(queue.endpoint(), table.endpoint(), 1);
        beforeQueue = Interference.before(queue.endpoint());
        beforeTable = Interference.before(table.endpoint());
        beforeMachine = Interference.before(machine.endpoint());
        aws = new LocalAws(beforeQueue.endpoint(), beforeTable.endpoint(), queue.endpoint());
        System.setProperty("aws.endpointUrlSfn", beforeMachine.endpoint().toString());
        topic = LocalTopic.start();
        System.setProperty("aws.endpointUrlSns", topic.endpoint().toString());
        s3.createBucket("from").put("a", "x");
    }

    @AfterAll
    static void stop() {
        aws.close();
        topic.close();
        beforeMachine.close();
        beforeTable.close();
        beforeQueue.close();
        machine.close();
        table.close();
        queue.close();
        s3.close();
    }

    @BeforeEach
    void settle() {
        List.of(beforeQueue, beforeTable, beforeMachine).forEach(each -> each.all(Interference.Mode.PASS));
        destination = s3.createBucket("to" + System.nanoTime());
        environment.putAll(Map.of(
                "SOURCE_ACCESS_KEY_ID",
                "KEY",
                "SOURCE_SECRET_ACCESS_KEY",
                "s3-secret",
                "DEST_ACCESS_KEY_ID",
                "KEY",
                "DEST_SECRET_ACCESS_KEY",
                "s3-secret",
                "JOB_QUEUE_NAME",
                LocalQueue.NAME,
                "JOB_TABLE_NAME",
                LocalTable.NAME,
                "SINGLE_PART_TABLE_NAME",
                LocalTable.PARTS,
                "SFN_ARN",
                LocalStepFunctions.ARN,
                "SRC_ENDPOINT",
                s3.endpoint().toString(),
                "DEST_ENDPOINT",
                s3.endpoint().toString()));
    }

    private int doctor(String... options) {
        List<String> arguments = new ArrayList<>(List.of("doctor", "s3://from", "s3://" + destination.name()));
        arguments.addAll(List.of(options));
        StringWriter toOut = new StringWriter();
        StringWriter toErr = new StringWriter();
        int code = Commands.run(
                arguments.toArray(String[]::new),
                Map.of(),
                environment,
                new PrintWriter(toOut, true),
                new PrintWriter(toErr, true));
        out = toOut.toString();
        err = toErr.toString();
        assertThat(out + err).doesNotContain("s3-secret", "\tat ");
        return code;
    }

    private List<String> wrong() {
        return out.lines().filter(line -> line.startsWith("wrong ")).toList();
    }

    private void nothingIsLeft() {
        assertThat(destination.keys()).isEmpty();
        assertThat(destination.openUploads()).isEmpty();
        assertThat(queue.depth().all()).isZero();
        assertThat(queue.deadLetters().all()).isZero();
        for (String name : List.of(LocalTable.NAME, LocalTable.PARTS)) {
            assertThat(table.client().scan(scan -> scan.tableName(name)).items())
                    .as(name)
                    .isEmpty();
        }
        assertThat(LocalStepFunctions.clientOf(machine.endpoint())
                        .listExecutions(list -> list.stateMachineArn(LocalStepFunctions.ARN))
                        .executions())
                .isEmpty();
    }

    @Test
    void findsThatAllIsWellAndLeavesNothing() {
        assertThat(doctor("--delete")).as(() -> out + err).isEqualTo(ExitCode.DONE);
        assertThat(wrong()).isEmpty();
        assertThat(out.replaceAll(" {2,}", " "))
                .contains("ok job options finder and worker, s3://from -> ")
                .contains("ok process identity access key local of the AWS default chain")
                .contains("ok queue sqs:GetQueueUrl\n", "likely queue sqs:SendMessage not refused")
                .contains("likely dead-letter queue sqs:SendMessage not refused")
                .contains("ok table dynamodb:UpdateItem\n", "ok table of parts dynamodb:Query\n")
                .contains("likely state machine states:StartExecution not refused")
                .contains("ok destination s3:ListMultipartUploadParts\n");
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "queue, GetQueueUrl, sqs:GetQueueUrl, arn:aws:sqs:us-east-1:*:jobs",
        "queue, GetQueueAttributes, sqs:GetQueueAttributes, arn:aws:sqs:us-east-1:*:jobs",
        "queue, SendMessageBatch, sqs:SendMessage, arn:aws:sqs:us-east-1:*:jobs",
        "queue, ReceiveMessage, sqs:ReceiveMessage, arn:aws:sqs:us-east-1:*:jobs",
        "queue, DeleteMessage, sqs:DeleteMessage, arn:aws:sqs:us-east-1:*:jobs",
        "queue, ChangeMessageVisibility, sqs:ChangeMessageVisibility, arn:aws:sqs:us-east-1:*:jobs",
        "table, GetItem, dynamodb:GetItem, arn:aws:dynamodb:us-east-1:*:table/records",
        "table, UpdateItem, dynamodb:UpdateItem, arn:aws:dynamodb:us-east-1:*:table/records",
        "table, DeleteItem, dynamodb:DeleteItem, arn:aws:dynamodb:us-east-1:*:table/parts",
        "table, PutItem, dynamodb:PutItem, arn:aws:dynamodb:us-east-1:*:table/parts",
        "table, Query, dynamodb:Query, arn:aws:dynamodb:us-east-1:*:table/parts",
        "machine, StartExecution, states:StartExecution, arn:aws:states:us-east-1:123456789012:stateMachine:giant-object",
    })
    void aMissingPermissionIsALineWithWhatMendsIt(String service, String operation, String action, String resource) {
        Interference before = switch (service) {
            case "queue" -> beforeQueue;
            case "table" -> beforeTable;
            default -> beforeMachine;
        };
        before.only(operation, Interference.Mode.DENY);
        assertThat(doctor()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong())
                .as(out)
                .anyMatch(line -> line.endsWith("; allow it: {\"Effect\":\"Allow\",\"Action\":\"" + action
                        + "\",\"Resource\":\"" + resource + "\"}"))
                .allMatch(line -> line.contains(" " + action + " "));
        before.all(Interference.Mode.PASS);
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "JOB_QUEUE_NAME, none, queue none: no resource has this name",
        "JOB_TABLE_NAME, none, table none: no resource has this name",
        "SINGLE_PART_TABLE_NAME, none, table none: no resource has this name",
        "SFN_ARN, arn:aws:states:us-east-1:123456789012:stateMachine:none, StateMachineDoesNotExist",
    })
    void whatIsNotThereIsOneLine(String variable, String value, String said) {
        environment.put(variable, value);
        assertThat(doctor()).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong()).as(out).hasSize(1);
        assertThat(wrong().get(0)).contains(said);
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, s3:GetObject",
        "LIST_PARTS, s3:ListMultipartUploadParts",
    })
    void aWorkerLooksAtWhatAnotherLeft(Operation denied, String action) {
        destination.deny(denied);
        assertThat(doctor("--role", "worker")).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong()).as(out).hasSize(1);
        assertThat(wrong().get(0)).contains("destination", action);
        nothingIsLeft();
        assertThat(doctor("--role", "finder")).as(() -> out).isEqualTo(ExitCode.DONE);
    }

    @Test
    void servicesThatAreAwayAreOneLineEach() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        try (LocalAws elsewhere = new LocalAws(nowhere, nowhere, nowhere)) {
            assertThat(elsewhere).isNotNull();
            assertThat(doctor()).isEqualTo(ExitCode.UNWELL);
        }
        assertThat(wrong()).as(out).hasSize(3).allMatch(line -> line.contains("can't connect"));
        assertThat(out).contains("states:StartExecution", "s3:AbortMultipartUpload");
    }

    /** Doctor has no separate check of the right to write tags: its trial upload needs this right. */
    @Test
    void asksForJustWhatTheTemplateAllows() throws Exception {
        Set<String> allowed = Files.readAllLines(Path.of("src/test/resources/cloudformation/permissions.txt")).stream()
                .filter(line -> line.matches("(MachinePolicy|FinderRole|WorkerRole) .*"))
                .map(line -> line.split(" \\| ", -1)[1])
                .filter(action -> action.matches("(sqs|dynamodb|states|sns|s3):.*"))
                .filter(action -> !action.equals("s3:PutObjectTagging"))
                .collect(Collectors.toSet());
        destination.lockable();
        environment.put("MAIL_TOPIC_ARN", LocalTopic.ARN);
        destination.versioned();
        destination.put("a", "x");
        Set<String> asked = new HashSet<>();
        for (String option : List.of("--delete", "--versions=all")) {
            assertThat(doctor("--json", "--tags", option, "--acl=keep", "--object-lock=keep"))
                    .as(() -> out)
                    .isEqualTo(ExitCode.DONE);
            new ObjectMapper().readTree(out).path("findings").forEach(finding -> {
                if (finding.path("check").asText().contains(":")) {
                    asked.add(finding.path("check").asText());
                }
            });
        }
        assertThat(asked).containsExactlyInAnyOrderElementsOf(allowed);
    }

    @Test
    void aTopicIsAskedWithoutSendingAMail() {
        environment.put("MAIL_TOPIC_ARN", LocalTopic.ARN);
        assertThat(doctor("--role", "finder")).as(() -> out + err).isEqualTo(ExitCode.DONE);
        assertThat(out.replaceAll(" {2,}", " ")).contains("likely topic of mails sns:Publish not refused");
        topic.refuse("AuthorizationError");
        assertThat(doctor("--role", "finder")).isEqualTo(ExitCode.UNWELL);
        topic.refuse("");
        assertThat(wrong())
                .singleElement()
                .asString()
                .endsWith("{\"Effect\":\"Allow\",\"Action\":\"sns:Publish\",\"Resource\":\"" + LocalTopic.ARN + "\"}");
        environment.put("MAIL_TOPIC_ARN", LocalTopic.ARN + "2");
        assertThat(doctor("--role", "finder")).isEqualTo(ExitCode.UNWELL);
        assertThat(wrong()).singleElement().asString().contains("no resource has this name");
        assertThat(topic.mails()).isEmpty();
    }

    @Test
    void aFinderIsNotAskedForWhatOnlyWorkersNeed() {
        assertThat(doctor("--role", "finder")).as(() -> out + err).isEqualTo(ExitCode.DONE);
        assertThat(out)
                .contains("sqs:SendMessage", "dynamodb:UpdateItem")
                .doesNotContain("sqs:ReceiveMessage", "states:", "table of parts", "s3:PutObject");
    }
}
