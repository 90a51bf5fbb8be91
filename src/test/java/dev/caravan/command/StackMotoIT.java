package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.Ec2;
import dev.caravan.cloudformation.Rendering;
import dev.caravan.cloudformation.Template;
import dev.caravan.command.run.ExitCode;
import dev.caravan.deploy.Stack;
import dev.caravan.local.AwsSurroundings;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalStepFunctions;
import dev.caravan.local.LocalTable;
import dev.caravan.local.StoredObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Creates the stack in a local cloud, if python3 has moto. A finder and a worker run between two stores, configured
 * only by the user data of their machines. {@link #adapted} adapts the template to what moto 5.2 supports.
 */
@Order(1)
@Timeout(300)
class StackMotoIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path LAUNCHER = Path.of(System.getProperty("caravan.home", "target/caravan"), "bin/caravan")
            .toAbsolutePath();
    private static final String REGION = "us-east-1";
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private final LocalS3 from = LocalS3.start().credential("AKFROM", "from-secret");
    private final LocalS3 to = LocalS3.start().credential("AKTO", "to-secret");
    private final Bucket source = from.createBucket("from");
    private final Bucket destination = to.createBucket("to");

    @TempDir
    private static Path motoFolder;

    private static Process moto;
    private static URI endpoint;

    @BeforeAll
    static void startMoto() throws Exception {
        assumeTrue(hasMoto(), "python3 with moto's server isn't there: the stack isn't made in it");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        endpoint = URI.create("http://127.0.0.1:" + port);
        ProcessBuilder server =
                new ProcessBuilder("python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", Integer.toString(port));
        // The state machine finds the queue and the tables on this port.
        server.environment().put("MOTO_PORT", Integer.toString(port));
        server.redirectErrorStream(true)
                .redirectOutput(motoFolder.resolve("moto.log").toFile());
        moto = server.start();
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> health() == 200);
    }

    @BeforeEach
    void forget() throws Exception {
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(endpoint.resolve("/moto-api/reset"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    private static boolean hasMoto() throws InterruptedException {
        try {
            // Looks for the modules without loading them, which is faster.
            Process asked = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))",
                            "moto",
                            "flask",
                            "boto3",
                            "jsonpath_ng",
                            "antlr4")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asked.waitFor(60, TimeUnit.SECONDS) && asked.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int health() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint.resolve("/moto-api/data.json")).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @AfterEach
    void stop() {
        from.close();
        to.close();
    }

    @AfterAll
    static void stopMoto() {
        if (moto != null) {
            moto.destroy();
        }
    }

    /** Returns the template for moto. stack.py replaces the state machine, and explains why. */
    private static ObjectNode adapted(Map<String, String> parameters) {
        Template template = Template.read();
        ObjectNode copy = JSON.createObjectNode();
        copy.set("AWSTemplateFormatVersion", template.section("AWSTemplateFormatVersion"));
        copy.set("Parameters", template.section("Parameters"));
        copy.set("Mappings", template.section("Mappings"));
        copy.set("Outputs", template.section("Outputs"));
        // moto supports no Rules. In Conditions it supports neither Select nor Split, and it keeps NoValue in lists.
        ObjectNode resources = new Rendering(template, Rendering.required(parameters)).resourcesAsDecided();
        // moto runs the functions of custom resources only in Docker.
        resources.remove(List.of("FirstFinder", "SourceEvents", "Trial"));
        // These dependencies are on the removed resources.
        ((ObjectNode) resources.get("Schedule")).remove("DependsOn");
        ((ObjectNode) resources.get("WorkerGroup")).remove("DependsOn");
        // moto supports no DefinitionSubstitutions. The state machine really waits, so the wait is shortened.
        ObjectNode machine = (ObjectNode) resources.get("GiantObjects").get("Properties");
        String definition = machine.get("DefinitionString").asText();
        machine.remove("DefinitionSubstitutions");
        machine.putObject("DefinitionString")
                .put(
                        "Fn::Sub",
                        definition
                                .replace("${Partition}", "${AWS::Partition}")
                                .replace("\"Seconds\": 60", "\"Seconds\": 2"));
        copy.set("Resources", resources);
        return copy;
    }

    private JsonNode make(Map<String, String> parameters) throws Exception {
        ObjectNode said = JSON.createObjectNode();
        said.put("endpoint", endpoint.toString());
        said.put("region", REGION);
        said.set("template", adapted(parameters));
        said.set("parameters", JSON.valueToTree(parameters));
        said.putObject("secrets")
                .put("job/from", "{\"access_key_id\": \"AKFROM\", \"secret_access_key\": \"from-secret\"}")
                .put("job/to", "{\"access_key_id\": \"AKTO\", \"secret_access_key\": \"to-secret\"}");
        Path input = Files.writeString(folder.resolve("stack.json"), JSON.writeValueAsString(said));
        Path errors = folder.resolve("stack.err");
        Process python = new ProcessBuilder("python3", "src/test/resources/cloudformation/stack.py")
                .redirectInput(input.toFile())
                .redirectError(errors.toFile())
                .start();
        String answer = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(Files.readString(errors)).isZero();
        return JSON.readTree(answer);
    }

    /**
     * Returns the environment of a machine's program: the lines of its user data, with replacements for the rest of the
     * machine.
     */
    private Map<String, String> environment(JsonNode stack, String launchTemplate) {
        Map<String, String> environment = new HashMap<>(Rendering.jobEnvironmentOf(
                stack.get("userData").get(launchTemplate).asText()));
        // The credentials replace the role of a machine.
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        // The endpoint is that of the local cloud, which has no metadata service.
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        environment.put("INSTANCE_METADATA", "false");
        // Another worker on this machine may use the default port.
        environment.put("CONSOLE_PORT", "0");
        return environment;
    }

    @Test
    void finderAndWorkerOfTheStackMoveABucketAndAGiantObjectToo() throws Exception {
        for (int number = 0; number < 30; number++) {
            source.put("a \"b\"/$(c) `d` \\" + number, Content.synthetic(number, 1000 + number));
        }
        source.put("giant", Content.synthetic(99, 40 * MIB));
        source.put("elsewhere", Content.synthetic(100, 10));
        Map<String, String> parameters = new HashMap<>(Map.of(
                "srcBucket", "from",
                "srcEndpoint", from.endpoint().toString(),
                "srcCredentials", "job/from",
                "srcExclude", "else*",
                "destBucket", "to",
                "destPrefix", "it's \"quoted\" $(x)",
                "destEndpoint", to.endpoint().toString(),
                "destCredentials", "job/to",
                "alarmEmail", "ops@example.com",
                "giantThreshold", "20MiB"));
        parameters.put("destInCurrentAccount", "false");
        parameters.put("destStorageClass", "STANDARD");
        JsonNode stack = make(parameters);
        assertThat(stack.get("status").asText()).isEqualTo("CREATE_COMPLETE");
        JsonNode outputs = stack.get("outputs");
        assertThat(outputs.get("WorkerASGName").asText()).isEqualTo("copy-workers");

        CaravanProcess finder =
                CaravanProcess.start(LAUNCHER, folder, environment(stack, "FinderTemplate"), List.of("finder"));
        assertThat(finder.exitCode(90)).as(finder.output()).isEqualTo(ExitCode.DONE);
        try (CaravanProcess worker = CaravanProcess.start(
                        LAUNCHER, folder, environment(stack, "WorkerTemplate"), List.of("worker"));
                DynamoDbClient table = LocalTable.clientOf(endpoint);
                SfnClient stepFunctions = LocalStepFunctions.clientOf(endpoint)) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(
                                    table
                                            .scan(scan -> scan.tableName(
                                                    outputs.get("TableName").asText()))
                                            .items()
                                            .stream()
                                            .filter(item -> item.containsKey("JobStatus"))
                                            .map(item -> item.get("JobStatus").s()))
                            .as(worker.output())
                            .hasSize(31)
                            .containsOnly("DONE"));
            // The state machine sends the message to complete the upload, and reads in the record that the upload is
            // complete.
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(stepFunctions
                                    .listExecutions(ask -> ask.stateMachineArn(
                                            outputs.get("SfnArn").asText()))
                                    .executions())
                            .singleElement()
                            .returns(ExecutionStatus.SUCCEEDED, ExecutionListItem::status));
            // User data waits for this line before it reports to the stack that the worker is ready.
            assertThat(worker.output()).containsPattern("(?m)^worker: .* -> .*, queue ");
            worker.signal("TERM");
            assertThat(worker.exitCode(60)).as(worker.output()).isEqualTo(ExitCode.TERMINATED);
            assertThat(worker.output() + finder.output()).doesNotContain("-secret");
        }
        assertThat(destination.objects()).hasSize(31);
        for (StoredObject object : destination.objects()) {
            String key = object.key().substring("it's \"quoted\" $(x)/".length());
            assertThat(object.content().sameAs(source.get(key).orElseThrow().content()))
                    .as(key)
                    .isTrue();
        }
        assertThat(destination.openUploads()).isEmpty();
    }

    /** Adds an internet gateway, which the default VPC of an AWS account has. */
    private static void addInternetGateway() throws ControlPlaneException {
        try (ControlPlane plane = new ControlPlane(1)) {
            Ec2 ec2 = plane.ec2();
            String gateway = text(ec2.call("CreateInternetGateway", Map.of()), "internetGatewayId");
            String vpc = text(ec2.call("DescribeVpcs", Map.of()), "vpcId");
            ec2.call("AttachInternetGateway", Map.of("InternetGatewayId", gateway, "VpcId", vpc));
            String table = text(ec2.call("DescribeRouteTables", Map.of()), "routeTableId");
            ec2.call(
                    "CreateRoute",
                    Map.of("RouteTableId", table, "DestinationCidrBlock", "0.0.0.0/0", "GatewayId", gateway));
        }
    }

    private static String text(Element answer, String name) {
        return answer.getElementsByTagName(name).item(0).getTextContent();
    }

    private static String[] with(String[] arguments, String more) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = more;
        return all;
    }

    private String caravan(int expected, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        Map<String, String> environment = Map.of(
                "SOURCE_ACCESS_KEY_ID", "AKFROM",
                "SOURCE_SECRET_ACCESS_KEY", "from-secret",
                "DEST_ACCESS_KEY_ID", "AKTO",
                "DEST_SECRET_ACCESS_KEY", "to-secret");
        int code = Commands.run(arguments, Map.of("caravan.home", folder.toString()), environment, out, out);
        assertThat(code).as(said.toString()).isEqualTo(expected);
        assertThat(said.toString()).doesNotContain("-secret");
        return said.toString();
    }

    @Test
    void aStackIsDeployedChangedAndRemovedByCommands() throws Exception {
        source.put("a", Content.synthetic(1, 100));
        Files.writeString(folder.resolve("caravan.jar"), "a small installation");
        ObjectNode adapted =
                adapted(Map.of("srcCredentials", "x", "destCredentials", "x", "destInCurrentAccount", "false"));
        // moto describes a stack with the image in place of the parameter's name.
        ((ObjectNode) adapted.at("/Parameters/amiParameter")).put("Type", "String");
        Files.createDirectory(folder.resolve("cloudformation"));
        // With the tab moto reads the template as JSON: its YAML reader takes seconds.
        String template = JSON.writeValueAsString(adapted).replaceFirst("\\{", "{\t");
        Files.writeString(folder.resolve("cloudformation/caravan.yaml"), template);
        try (AwsSurroundings surroundings = new AwsSurroundings()) {
            surroundings.set("aws.endpointUrl", endpoint.toString());
            surroundings.set("aws.region", REGION);
            addInternetGateway();
            String[] deploy = {
                "deploy",
                "s3://from",
                "s3://to/copies",
                "--email",
                "ops@example.com",
                "--source-endpoint",
                from.endpoint().toString(),
                "--dest-endpoint",
                to.endpoint().toString(),
                "--yes"
            };
            String dryRun = caravan(ExitCode.DONE, with(deploy, "--dry-run"));
            assertThat(dryRun).contains("distribution uploaded to", "Add ", "costs at rest");
            assertThat(caravan(ExitCode.USAGE, "deploy", "--status")).contains("there is no stack caravan");
            assertThat(caravan(ExitCode.DONE, deploy))
                    .contains(
                            "distribution is there already",
                            "template is there already",
                            "CREATE_COMPLETE",
                            "#dashboards");

            // moto returns a list parameter in a format that differs from AWS.
            String subnets = "--subnets=" + dryRun.replaceFirst("(?s).*, subnets ([^\n]*).*", "$1");
            assertThat(caravan(ExitCode.DONE, with(with(deploy, subnets), "--skip-doctor")))
                    .contains("no changes");
            assertThat(caravan(ExitCode.USAGE, "deploy", "s3://from", "s3://else", "--email", "ops@example.com"))
                    .contains("the stack caravan copies from to to");
            String[] update = {"deploy", "--update", "--set", "logRetention=30", subnets, "--skip-doctor", "--yes"};
            assertThat(caravan(ExitCode.DONE, update)).contains("UPDATE_COMPLETE");
            assertThat(caravan(ExitCode.DONE, "deploy", "--status")).contains("UPDATE_COMPLETE", "0 waiting");
            try (ControlPlane plane = new ControlPlane(1)) {
                Stack stack = Stack.find(plane, "caravan").orElseThrow();
                assertThat(stack.parameters())
                        .containsEntry("logRetention", "30")
                        .containsEntry("alarmEmail", "ops@example.com")
                        .containsEntry("destPrefix", "copies/")
                        .containsEntry("srcCredentials", "caravan/caravan/source")
                        .containsEntry("distributionBucket", "caravan-123456789012-us-east-1");
                assertThat(plane.secrets()
                                .getSecretValue(get -> get.secretId("caravan/caravan/source"))
                                .secretString())
                        .contains("AKFROM", "from-secret");
            }
            assertThat(caravan(ExitCode.DONE, "destroy", "--yes", "--with-secrets"))
                    .contains(
                            "workers are paused", "DELETE_COMPLETE", "left:", "bucket caravan-123456789012-us-east-1");
            assertThat(caravan(ExitCode.DONE, "destroy", "--yes", "--with-artifacts"))
                    .contains("there is no stack caravan", "is deleted", "nothing is left");
        }
    }
}
