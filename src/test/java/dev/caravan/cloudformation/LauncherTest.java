package dev.caravan.cloudformation;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the function that launches finders. */
class LauncherTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "STACK",
            "arn:stack",
            "TEMPLATE",
            "lt-1",
            "VERSION",
            "3",
            "SUBNETS",
            "subnet-a,subnet-b",
            "GROUP",
            "copy-workers",
            "QUEUE",
            "https://queue");
    private static final String NONE = "{\"Reservations\": []}";
    private static final String ONE = "{\"Reservations\": [{\"Instances\": [{\"InstanceId\": \"i-1\"}]}]}";
    private static final String LAUNCHED = "{\"Instances\": [{\"InstanceId\": \"i-2\"}]}";
    private static final String SCHEDULED = "{\"id\": \"event-1\", \"detail-type\": \"Scheduled Event\"}";

    private static InlineFunction launcher() throws Exception {
        return new InlineFunction("Launcher", ENVIRONMENT);
    }

    @Test
    void namesNoSubnetInTheDefaultVpc() throws Exception {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("SUBNETS", "");
        InlineFunction function = new InlineFunction("Launcher", environment)
                .event(SCHEDULED)
                .answer("describe_instances", NONE)
                .answer("run_instances", LAUNCHED)
                .run();
        assertThat(function.raised()).isEmpty();
        assertThat(function.arguments("run_instances").get(0).has("SubnetId")).isFalse();
        assertThat(function.printed()).contains("in the default VPC");
    }

    private static String withTheStack(String request) {
        return "{\"RequestType\": \"" + request + "\", \"RequestId\": \"request-1\", \"ResourceProperties\": {}}";
    }

    @Test
    void launchesAFinderFromItsTemplateWhenItIsTime() throws Exception {
        InlineFunction function = launcher()
                .event(SCHEDULED)
                .answer("describe_instances", NONE)
                .answer("run_instances", LAUNCHED)
                .run();
        assertThat(function.raised()).isEmpty();
        JsonNode filters = function.arguments("describe_instances").get(0).get("Filters");
        assertThat(filters.toString()).contains("tag:caravan:stack", "arn:stack", "tag:caravan:role", "pending");
        JsonNode launch = function.arguments("run_instances").get(0);
        assertThat(launch.get("SubnetId").asText()).isEqualTo("subnet-a");
        assertThat(launch.get("ClientToken").asText()).isEqualTo("event-1-0");
        assertThat(launch.get("LaunchTemplate").toString())
                .isEqualTo("{\"LaunchTemplateId\":\"lt-1\",\"Version\":\"3\"}");
        assertThat(launch.get("MaxCount").asInt()).isEqualTo(1);
    }

    @Test
    void whereOneStillRunsItSaysSoAndLaunchesNone() throws Exception {
        InlineFunction function =
                launcher().event(SCHEDULED).answer("describe_instances", ONE).run();
        assertThat(function.calls()).containsExactly("describe_instances");
        String counted = Template.read()
                .properties("OverdueFilter")
                .get("FilterPattern")
                .asText()
                .replace("\"", "");
        assertThat(function.printed()).contains(counted).contains("i-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"InsufficientInstanceCapacity", "InsufficientFreeAddressesInSubnet", "Unsupported"})
    void takesTheNextSubnetWhereThereIsNoRoomInOne(String error) throws Exception {
        InlineFunction function = launcher()
                .event(SCHEDULED)
                .answer("describe_instances", NONE)
                .answer("run_instances", "{\"error\": \"" + error + "\"}", LAUNCHED)
                .run();
        assertThat(function.raised()).isEmpty();
        assertThat(function.arguments("run_instances"))
                .extracting(launch -> launch.get("SubnetId").asText())
                .containsExactly("subnet-a", "subnet-b");
        assertThat(function.arguments("run_instances"))
                .extracting(launch -> launch.get("ClientToken").asText())
                .containsExactly("event-1-0", "event-1-1");
    }

    @Test
    void failsLoudlyWhereThereIsNoRoomAnywhere() throws Exception {
        String none = "{\"error\": \"InsufficientInstanceCapacity\"}";
        InlineFunction function = launcher()
                .event(SCHEDULED)
                .answer("describe_instances", NONE)
                .answer("run_instances", none, none)
                .run();
        assertThat(function.arguments("run_instances")).hasSize(2);
        assertThat(function.raised()).hasSize(1);
    }

    @Test
    void triesNoOtherSubnetAfterAnErrorThatIsNotAboutRoom() throws Exception {
        InlineFunction function = launcher()
                .event(SCHEDULED)
                .answer("describe_instances", NONE)
                .answer("run_instances", "{\"error\": \"InvalidSubnetID.NotFound\"}")
                .run();
        assertThat(function.arguments("run_instances")).hasSize(1);
        assertThat(function.raised()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UnauthorizedOperation", "InvalidParameterValue"})
    void waitsForRightsAndProfilesThatAreNotEverywhereYet(String error) throws Exception {
        String refused = "{\"error\": \"" + error + "\"}";
        InlineFunction function = launcher()
                .event(withTheStack("Create"))
                .answer("describe_instances", "{\"error\": \"UnauthorizedOperation\"}", NONE)
                .answer("run_instances", refused, refused, LAUNCHED)
                .run();
        assertThat(function.arguments("sleep")).hasSize(3);
        assertThat(function.arguments("run_instances"))
                .extracting(launch -> launch.get("ClientToken").asText())
                .containsOnly("request-1-0");
        assertThat(status(function)).isEqualTo("SUCCESS");
    }

    private static String status(InlineFunction function) {
        return function.arguments("cfnresponse").get(0).get("status").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"InsufficientInstanceCapacity", "VcpuLimitExceeded", "UnauthorizedOperation"})
    void theStackIsMadeThoughNoFinderCanBeLaunchedNow(String error) throws Exception {
        String refused = "{\"error\": \"" + error + "\"}";
        String[] always = new String[11];
        Arrays.fill(always, refused);
        InlineFunction function = launcher()
                .event(withTheStack("Create"))
                .answer("describe_instances", NONE)
                .answer("run_instances", always)
                .run();
        assertThat(status(function)).isEqualTo("SUCCESS");
        assertThat(function.raised())
                .as("for the alarm, and so that AWS Lambda tries again")
                .hasSize(1);
    }

    @Test
    void aFinderThatCannotBeEndedDoesNotKeepTheStackFromBeingDeleted() throws Exception {
        InlineFunction function = launcher()
                .event(withTheStack("Delete"))
                .answer("describe_instances", ONE)
                .answer("terminate_instances", "{\"error\": \"UnauthorizedOperation\"}")
                .run();
        assertThat(status(function)).isEqualTo("SUCCESS");
        assertThat(function.raised()).hasSize(1);
    }

    private static InlineFunction look(String waiting, String group) throws Exception {
        return launcher()
                .event("{\"look\": \"queue\"}")
                .answer(
                        "get_queue_attributes",
                        "{\"Attributes\": {\"ApproximateNumberOfMessages\": \"" + waiting + "\"}}")
                .answer("describe_auto_scaling_groups", "{\"AutoScalingGroups\": [" + group + "]}")
                .run();
    }

    private static String group(int desired, int most, String suspended) {
        return "{\"DesiredCapacity\": " + desired + ", \"MaxSize\": " + most + ", \"SuspendedProcesses\": [" + suspended
                + "]}";
    }

    @Test
    void startsTheFirstWorkerWhereWorkWaits() throws Exception {
        InlineFunction function = look("1", group(0, 20, ""));
        assertThat(function.arguments("get_queue_attributes")
                        .get(0)
                        .get("QueueUrl")
                        .asText())
                .isEqualTo("https://queue");
        JsonNode woke = function.arguments("set_desired_capacity").get(0);
        assertThat(woke.toString()).isEqualTo("{\"AutoScalingGroupName\":\"copy-workers\",\"DesiredCapacity\":1}");
    }

    @Test
    void anEmptyQueueIsOneRequest() throws Exception {
        assertThat(look("0", group(0, 20, "")).calls()).containsExactly("get_queue_attributes");
    }

    @Test
    void startsNoneWhereThereIsOneOrSomebodyHoldsTheGroup() throws Exception {
        for (String group : List.of(
                group(1, 20, ""), group(0, 0, ""), group(0, 20, "{\"ProcessName\": \"AlarmNotification\"}"), "")) {
            assertThat(look("7", group).calls()).doesNotContain("set_desired_capacity");
        }
    }

    @Test
    void anUpdateOfWorkersThatSleepIsTriedOnOne() throws Exception {
        String event =
                "{\"RequestType\": \"Update\", \"RequestId\": \"r\", \"ResourceProperties\": {\"Role\": \"worker\"}}";
        InlineFunction function = launcher()
                .event(event)
                .answer("describe_auto_scaling_groups", "{\"AutoScalingGroups\": [" + group(0, 20, "") + "]}")
                .run();
        assertThat(function.calls())
                .containsExactly("describe_auto_scaling_groups", "set_desired_capacity", "cfnresponse");
        assertThat(function.arguments("cfnresponse").get(0).get("id").asText()).isEqualTo("first-worker");
        for (String other : List.of("Create", "Delete")) {
            assertThat(launcher().event(event.replace("Update", other)).run().calls())
                    .containsExactly("cfnresponse");
        }
    }

    @Test
    void theFirstFinderComesWithTheStack() throws Exception {
        InlineFunction function = launcher()
                .event(withTheStack("Create"))
                .answer("describe_instances", NONE)
                .answer("run_instances", LAUNCHED)
                .run();
        assertThat(function.calls()).containsExactly("describe_instances", "run_instances", "cfnresponse");
        assertThat(function.arguments("cfnresponse").get(0).get("status").asText())
                .isEqualTo("SUCCESS");
    }

    @Test
    void anUpdateOfTheStackLaunchesNone() throws Exception {
        InlineFunction function = launcher().event(withTheStack("Update")).run();
        assertThat(function.calls()).containsExactly("cfnresponse");
        assertThat(function.arguments("cfnresponse").get(0).get("status").asText())
                .isEqualTo("SUCCESS");
    }

    @Test
    void aWrongImageFailsTheStackAfterAMinute() throws Exception {
        String[] always = new String[11];
        Arrays.fill(always, "{\"error\": \"InvalidParameterValue\"}");
        InlineFunction function = launcher()
                .event(withTheStack("Create"))
                .answer("describe_instances", NONE)
                .answer("run_instances", always)
                .run();
        assertThat(function.arguments("sleep")).hasSize(10);
        assertThat(status(function)).isEqualTo("FAILED");
        assertThat(function.raised()).isEmpty();
    }

    @Test
    void theStackIsNotMadeWhereTheFirstFinderCannotBeLaunched() throws Exception {
        InlineFunction function = launcher()
                .event(withTheStack("Create"))
                .answer("describe_instances", NONE)
                .answer("run_instances", "{\"error\": \"InvalidSubnetID.NotFound\"}")
                .run();
        JsonNode said = function.arguments("cfnresponse").get(0);
        assertThat(said.get("status").asText()).isEqualTo("FAILED");
        assertThat(said.get("reason").asText()).contains("InvalidSubnetID.NotFound");
    }

    @Test
    void aFinderThatRunsEndsWithTheStackAndIsWaitedFor() throws Exception {
        InlineFunction function = launcher()
                .event(withTheStack("Delete"))
                .answer("describe_instances", ONE)
                .run();
        assertThat(function.calls())
                .containsExactly("describe_instances", "terminate_instances", "instance_terminated", "cfnresponse");
        assertThat(function.arguments("terminate_instances").get(0).get("InstanceIds"))
                .singleElement()
                .extracting(JsonNode::asText)
                .isEqualTo("i-1");
    }

    @Test
    void nothingIsEndedWhereNoneRuns() throws Exception {
        InlineFunction function = launcher()
                .event(withTheStack("Delete"))
                .answer("describe_instances", NONE)
                .run();
        assertThat(function.calls()).containsExactly("describe_instances", "cfnresponse");
    }

    @Test
    void aWorkerThatCannotBeLaunchedIsALineThatCounts() throws Exception {
        InlineFunction function = launcher()
                .event("{\"id\": \"e\", \"detail-type\": \"EC2 Instance Launch Unsuccessful\", \"detail\":"
                        + " {\"StatusMessage\": \"no\\ncapacity\"}}")
                .run();
        assertThat(function.calls()).isEmpty();
        String counted = Template.read()
                .properties("LaunchFailureFilter")
                .get("FilterPattern")
                .asText()
                .replace("\"", "");
        assertThat(function.printed()).isEqualTo(counted + " \"no\\ncapacity\"\n");
    }
}
