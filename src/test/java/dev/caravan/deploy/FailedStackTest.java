package dev.caravan.deploy;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.local.AwsSurroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests a stack whose first worker can't be set up. The responses have the form of the services' API references. */
class FailedStackTest {

    private static final String ID = "arn:aws:cloudformation:eu-west-1:123456789012:stack/photos/1";

    private final AwsSurroundings surroundings = new AwsSurroundings();
    private final ControlPlane plane = new ControlPlane(1);
    private final StringWriter said = new StringWriter();
    private final Dialogue dialogue =
            new Dialogue(new PrintWriter(said), new BufferedReader(new StringReader("")), true);

    /** The responses to each action. The last one repeats. */
    private final Map<String, Deque<String>> answers = new HashMap<>();

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        surroundings.set(
                "aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        plane.close();
        server.stop(0);
        surroundings.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String action = form.replaceFirst("(?s).*\\bAction=(\\w+).*", "$1");
        Deque<String> left = answers.get(action);
        String body = left.size() > 1 ? left.poll() : left.peek();
        int status = body.startsWith("<Response>") || body.startsWith("<ErrorResponse>") ? 403 : 200;
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void onAction(String action, String... bodies) {
        answers.put(action, new ArrayDeque<>(List.of(bodies)));
    }

    private static String stack(String status) {
        return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>photos</StackName><StackId>"
                + ID
                + "</StackId><StackStatus>" + status + "</StackStatus><CreationTime>2026-11-29T10:00:00Z</CreationTime>"
                + "</member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
    }

    private static String events(String... members) {
        return "<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents>" + String.join("", members)
                + "</StackEvents></DescribeStackEventsResult></DescribeStackEventsResponse>";
    }

    private static String event(int number, String resource, String status, String reason) {
        return "<member><EventId>" + number + "</EventId><StackId>" + ID + "</StackId><StackName>photos</StackName>"
                + "<LogicalResourceId>" + resource + "</LogicalResourceId><ResourceStatus>" + status
                + "</ResourceStatus>"
                + "<ResourceStatusReason>" + reason + "</ResourceStatusReason>"
                + "<Timestamp>2026-11-29T10:00:0" + number + "Z</Timestamp></member>";
    }

    @Test
    void theConsoleOfAMachineIsShownBeforeTheStackIsRolledBack() throws Exception {
        onAction(
                "DescribeStacks", stack("REVIEW_IN_PROGRESS"), stack("CREATE_IN_PROGRESS"), stack("ROLLBACK_COMPLETE"));
        String review = event(1, "photos", "REVIEW_IN_PROGRESS", "");
        String begun = event(2, "photos", "CREATE_IN_PROGRESS", "User Initiated");
        String failed = event(3, "WorkerGroup", "CREATE_FAILED", "Received 1 FAILURE signal(s)");
        onAction(
                "DescribeStackEvents",
                events(review),
                events(begun, review),
                events(failed, begun, review),
                events(event(4, "photos", "ROLLBACK_COMPLETE", ""), failed, begun, review));
        onAction(
                "DescribeInstances",
                "<R><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></item>"
                        + "</reservationSet></R>");
        String log = "Cloud-init v. 22\ncaravan: comparing the SHA-256 of the distribution failed\nkey my-own-secret\n";
        onAction(
                "GetConsoleOutput",
                "<R><output>" + Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8))
                        + "</output></R>");
        StackEvents events = new StackEvents(plane, ID, Duration.ofMillis(1));

        Stack end = events.follow(dialogue, new BootLog(plane.ec2(), ID, List.of("my-own-secret")));

        assertThat(end.isDead()).isTrue();
        List<String> lines = said.toString().lines().map(String::strip).toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.get(1)).endsWith("WorkerGroup: Received 1 FAILURE signal(s)");
        assertThat(lines.subList(2, 6))
                .containsExactly(
                        "console of machine i-1:",
                        "| Cloud-init v. 22",
                        "| caravan: comparing the SHA-256 of the distribution failed",
                        "| key ***");
        assertThat(lines.get(6)).endsWith("photos");
    }

    @Test
    void aRefusalNamesTheAction() {
        onAction(
                "DescribeVpcs",
                "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized</Message></Error>"
                        + "</Errors></Response>");
        assertThatThrownBy(() -> Network.find(plane.ec2(), "", List.of()))
                .isInstanceOf(ControlPlaneException.class)
                .hasMessageContaining("ec2:DescribeVpcs")
                .hasMessageContaining("UnauthorizedOperation: You are not authorized");
    }

    @Test
    void aRegionWithoutADefaultVpcNeedsANetworkOfTheUser() {
        onAction("DescribeVpcs", "<R><vpcSet/></R>");
        assertThatThrownBy(() -> Network.find(plane.ec2(), "", List.of()))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("--vpc");
    }

    @Test
    void aStackThatIsMissingIsNoFailure() throws Exception {
        onAction(
                "DescribeStacks",
                "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id photos does not"
                        + " exist</Message></Error></ErrorResponse>");
        assertThat(Stack.find(plane, "photos")).isEmpty();
    }

    @Test
    void aRefusedTemplateIsOneLine() throws Exception {
        onAction("DeleteChangeSet", "<DeleteChangeSetResponse/>");
        onAction("CreateChangeSet", "<CreateChangeSetResponse/>");
        onAction(
                "DescribeChangeSet",
                "<R><DescribeChangeSetResult><Status>FAILED</Status><StatusReason>Parameters: [x] must have values"
                        + "</StatusReason></DescribeChangeSetResult></R>");
        onAction("DescribeStacks", stack("REVIEW_IN_PROGRESS"));
        onAction("DeleteStack", "<DeleteStackResponse/>");
        ChangeSet changes = new ChangeSet(plane, "photos", true);
        assertThatThrownBy(() -> changes.create("https://b/t.yaml", Map.of("a", "b")))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("must have values");
    }
}
