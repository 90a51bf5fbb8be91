package dev.caravan.cloudformation;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the parts of the template agree with each other. */
class TemplateTest {

    private static final Template TEMPLATE = Template.read();

    /** The parameters of the Data Transfer Hub's S3 plugin 2.6.6. */
    private static final List<String> OF_THE_DATA_TRANSFER_HUB = List.of(
            "srcType",
            "srcBucket",
            "srcPrefix",
            "srcPrefixsListFile",
            "srcPrefixListBucket",
            "srcRegion",
            "srcEndpoint",
            "srcCredentials",
            "srcSkipCompare",
            "srcInCurrentAccount",
            "isPayerRequest",
            "srcEvent",
            "destBucket",
            "destPrefix",
            "destRegion",
            "destCredentials",
            "destInCurrentAccount",
            "destStorageClass",
            "destAcl",
            "destPutObjectSSEType",
            "destPutObjectSSEKmsKeyId",
            "alarmEmail",
            "ec2VpcId",
            "ec2Subnets",
            "finderEc2Memory",
            "ec2CronExpression",
            "includeMetadata",
            "finderDepth",
            "finderNumber",
            "workerNumber",
            "maxCapacity",
            "minCapacity",
            "desiredCapacity");

    @Test
    void everyNameThatIsUsedExists() {
        Set<String> known = TEMPLATE.names("Parameters");
        known.addAll(TEMPLATE.names("Resources"));
        assertThat(Template.references(TEMPLATE.root())).allSatisfy(name -> {
            if (!name.startsWith("AWS::")) {
                assertThat(known).contains(name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
            }
        });
    }

    @Test
    void everyConditionThatIsUsedExistsAndEveryOneIsUsed() {
        Set<String> used = new TreeSet<>();
        Template.walk(TEMPLATE.root(), "", (path, node) -> {
            if (node.has("Fn::If")) {
                used.add(node.get("Fn::If").get(0).asText());
            }
            boolean plain = path.startsWith("/Conditions/") || path.matches("/(Resources|Outputs)/[^/]+");
            if (plain && node.path("Condition").isTextual()) {
                used.add(node.get("Condition").asText());
            }
        });
        assertThat(used).isEqualTo(TEMPLATE.names("Conditions"));
    }

    @Test
    void everyParameterIsUsed() {
        assertThat(Template.references(TEMPLATE.root())).containsAll(TEMPLATE.names("Parameters"));
    }

    @Test
    void everyMappingIsUsed() {
        Set<String> used = new TreeSet<>();
        Template.walk(TEMPLATE.root(), "", (path, node) -> {
            if (node.has("Fn::FindInMap")) {
                used.add(node.get("Fn::FindInMap").get(0).asText());
            }
        });
        assertThat(used).isEqualTo(TEMPLATE.names("Mappings"));
    }

    @Test
    void everyParameterHasALabelAndStandsInOneGroup() {
        JsonNode form = TEMPLATE.section("Metadata").path("AWS::CloudFormation::Interface");
        List<String> grouped = new ArrayList<>();
        form.path("ParameterGroups")
                .forEach(group -> group.path("Parameters").forEach(name -> grouped.add(name.asText())));
        assertThat(grouped).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(TEMPLATE.names("Parameters"));
        form.path("ParameterLabels").fieldNames().forEachRemaining(grouped::remove);
        assertThat(grouped).as("without a label").isEmpty();
    }

    static Stream<String> parameters() {
        return TEMPLATE.names("Parameters").stream();
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void aParameterSaysWhatItIsAndWhatEmptyMeans(String name) {
        JsonNode parameter = TEMPLATE.section("Parameters").get(name);
        assertThat(parameter.path("Description").asText()).hasSizeBetween(10, 4000);
        if (parameter.has("Default") && parameter.get("Default").asText().isEmpty()) {
            assertThat(parameter.get("Description").asText()).contains("Empty");
        }
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void aFreeTextTakesNoControlCharactersAndSaysSo(String name) {
        JsonNode parameter = TEMPLATE.section("Parameters").get(name);
        if (!parameter.get("Type").asText().equals("String") || parameter.has("AllowedValues")) {
            return;
        }
        assertThat(parameter.path("ConstraintDescription").asText()).isNotEmpty();
        assertThat(parameter.has("MaxLength")).isTrue();
        Pattern allowed = Pattern.compile(parameter.get("AllowedPattern").asText());
        for (String wrong : List.of("\n", "\r", "\t", "\0", "\u001b", "\u007f", "\u0085")) {
            assertThat(allowed.matcher("a" + wrong).matches()).isFalse();
            assertThat(allowed.matcher("a" + wrong + "b").matches()).isFalse();
        }
        if (parameter.has("Default")) {
            assertThat(parameter.get("Default").asText()).matches(allowed);
        }
    }

    @Test
    void keysMayHaveWhateverElseAKeyMayHave() {
        Pattern allowed = Pattern.compile(TEMPLATE.section("Parameters")
                .path("srcPrefix")
                .path("AllowedPattern")
                .asText());
        assertThat("zażółć 😀/a b+c%20'\"$(x)`y`\\${z}//..").matches(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:", "amazonaws.com.cn", "us-east-1", "eu-west-1.", "AWS::Pipes", "AWS::Budgets"})
    void nothingTiesItToOnePartitionOrRegion(String text) {
        assertThat(TEMPLATE.text()).doesNotContain(text);
    }

    @Test
    void noPrincipalOrEndpointSpellsOutWhatAPartitionSaysOtherwise() {
        Template.walk(TEMPLATE.section("Resources"), "", (path, node) -> {
            if (path.endsWith("/Principal/Service") && node.isTextual()) {
                // These service principals have the same name in every partition. That of Amazon EC2 has not.
                assertThat(node.asText())
                        .as(path)
                        .isIn(
                                "s3.amazonaws.com",
                                "states.amazonaws.com",
                                "lambda.amazonaws.com",
                                "cloudwatch.amazonaws.com");
            }
        });
    }

    @Test
    void theStateMachineIsTheOneOfTheFileBesideIt() throws IOException {
        JsonNode machine = TEMPLATE.properties("GiantObjects");
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(machine.get("DefinitionString").asText()))
                .isEqualTo(json.readTree(Files.readString(Path.of("cloudformation/giant-object.asl.json"))));
        assertThat(machine.get("DefinitionSubstitutions").toString())
                .isEqualTo("{\"Partition\":{\"Ref\":\"AWS::Partition\"}}");
    }

    @Test
    void parametersOfTheDataTransferHubAreAccepted() {
        assertThat(OF_THE_DATA_TRANSFER_HUB).hasSize(33);
        assertThat(TEMPLATE.names("Parameters")).containsAll(OF_THE_DATA_TRANSFER_HUB);
    }

    static Stream<String> expressions() {
        Set<String> found = new TreeSet<>();
        Template.walk(TEMPLATE.root(), "", (path, node) -> {
            if (path.endsWith("/Expression")) {
                found.add(node.asText());
            }
        });
        return found.stream();
    }

    /** In Amazon CloudWatch, an array contains time series. A queue reports some metrics only if they aren't 0. */
    @ParameterizedTest
    @MethodSource("expressions")
    void metricMathHasDocumentedFormsAndFillsEveryMetric(String expression) {
        assertThat(expression).isNotEmpty().doesNotContain("[");
        String filled = expression.replaceAll("FILL\\(\\w+, 0\\)", "");
        assertThat(filled.replaceAll("\\b(IF|AND|OR)\\b", "")).doesNotContainPattern("[A-Za-z]");
    }

    /** An alarm in the ALARM state repeats its action every minute, so it would end workers that have just started. */
    @Test
    void whileThereIsNoWorkerToSpareNothingSleeps() {
        String asked = TEMPLATE.properties("NothingToDo").get("Metrics").toString();
        assertThat(asked).contains("IF(FILL(wanted, 0) > FILL(least, 0) AND ", "GroupDesiredCapacity", "GroupMinSize");
    }

    @Test
    void theTopicIsEncryptedWithAKeyThatAlarmsMayUse() {
        JsonNode topic = TEMPLATE.properties("AlarmTopic").get("KmsMasterKeyId");
        assertThat(new Rendering(TEMPLATE, Rendering.required()).text(topic)).isEqualTo("AlarmKey");
        String key = "arn:aws:kms:eu-west-1:123456789012:key/k";
        Rendering own = new Rendering(TEMPLATE, Rendering.required(Map.of("kmsKeyArn", key)));
        assertThat(own.text(topic)).isEqualTo(key);
        assertThat(own.is("UseAlarmKey")).isFalse();
        assertThat(TEMPLATE.properties("AlarmKey").get("KeyPolicy").toString())
                .contains("cloudwatch.amazonaws.com", "kms:Decrypt", "kms:GenerateDataKey*")
                .doesNotContain("Condition");
    }

    @Test
    void theLauncherLooksAtTheQueueEveryMinute() {
        JsonNode look = TEMPLATE.properties("Look");
        assertThat(look.get("ScheduleExpression").asText()).isEqualTo("rate(1 minute)");
        assertThat(look.get("Targets").get(0).get("Input").asText()).contains("\"look\"");
    }

    @Test
    void anUpdateOfTheMachinesIsTriedBeforeTheGroupIsUpdated() {
        assertThat(TEMPLATE.section("Resources")
                        .path("WorkerGroup")
                        .path("DependsOn")
                        .toString())
                .contains("\"Trial\"");
        assertThat(TEMPLATE.properties("Trial").get("Version").toString())
                .contains("WorkerTemplate", "LatestVersionNumber");
    }

    @Test
    void workersThatEndWithAnErrorAreCountedAndThoseThatWereNeverReadyOnlyOnce() throws IOException {
        String pattern =
                TEMPLATE.properties("WorkerFailureFilter").get("FilterPattern").asText();
        assertThat(pattern).isEqualTo("\"worker ended with\" -\"its machine could not be set up\"");
        assertThat(Files.readString(Path.of("ami/files/worker-ended"))).contains("\"worker ended with ");
        assertThat(TEMPLATE.section("Mappings").path("Boot").toString()).contains("its machine could not be set up");
    }

    @Test
    void endpointsLetInWhomTheirPrivateNamesLeadThere() {
        Rendering rendering = new Rendering(TEMPLATE, Rendering.required(Map.of("endpointCidr", "10.1.0.0/16")));
        JsonNode ingress =
                rendering.of(TEMPLATE.properties("EndpointSecurityGroup")).get("SecurityGroupIngress");
        assertThat(ingress)
                .anySatisfy(rule -> assertThat(rule.path("CidrIp").asText()).isEqualTo("10.1.0.0/16"));
        TEMPLATE.section("Resources").properties().forEach(resource -> {
            if (resource.getValue().at("/Properties/VpcEndpointType").asText().equals("Interface")) {
                assertThat(resource.getValue()
                                .at("/Properties/SecurityGroupIds")
                                .toString())
                        .as(resource.getKey())
                        .isEqualTo("[{\"Ref\":\"EndpointSecurityGroup\"}]");
            }
        });
    }

    private static String egress(Map<String, String> parameters) {
        StringBuilder ports = new StringBuilder();
        for (JsonNode rule : new Rendering(TEMPLATE, Rendering.required(parameters))
                .of(TEMPLATE.properties("MachineSecurityGroup"))
                .get("SecurityGroupEgress")) {
            assertThat(rule.get("FromPort")).isEqualTo(rule.get("ToPort"));
            ports.append(rule.get("IpProtocol").asText())
                    .append(rule.get("FromPort").asText())
                    .append(' ');
        }
        return ports.toString();
    }

    @Test
    void machinesReachTheirDnsServersAndTheirProxy() {
        assertThat(egress(Map.of())).isEqualTo("tcp443 tcp443 ");
        assertThat(egress(Map.of("dnsCidr", "10.0.0.2/32"))).isEqualTo("tcp443 tcp443 udp53 tcp53 ");
        assertThat(egress(Map.of("httpsProxy", "http://proxy:3128"))).isEqualTo("tcp443 tcp443 tcp3128 ");
        assertThat(egress(Map.of("httpsProxy", "http://proxy"))).isEqualTo("tcp443 tcp443 tcp80 ");
        assertThat(egress(Map.of("storePort", "9000"))).isEqualTo("tcp443 tcp443 tcp9000 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FinderTemplate", "WorkerTemplate"})
    void machinesGetMoreSecurityGroups(String name) {
        JsonNode groups = TEMPLATE.properties(name).get("LaunchTemplateData").get("SecurityGroupIds");
        assertThat(new Rendering(TEMPLATE, Rendering.required()).of(groups).toString())
                .isEqualTo("[\"MachineSecurityGroup\"]");
        assertThat(new Rendering(TEMPLATE, Rendering.required(Map.of("securityGroupIds", "sg-1,sg-2")))
                        .of(groups)
                        .toString())
                .isEqualTo("[\"MachineSecurityGroup\",\"sg-1\",\"sg-2\"]");
    }

    @Test
    void twoBucketsAndAnAddressAreEnoughWhereTheImageOrTheUrlHasCaravan() {
        Set<String> needed = new TreeSet<>();
        TEMPLATE.section("Parameters").properties().forEach(parameter -> {
            if (!parameter.getValue().has("Default")) {
                needed.add(parameter.getKey());
            }
        });
        assertThat(needed).containsExactly("alarmEmail", "destBucket", "srcBucket");
    }

    @Test
    void machinesAreInTheDefaultVpcWhereNoneIsNamed() {
        JsonNode resources = new Rendering(TEMPLATE, Rendering.required(Map.of("ec2VpcId", "", "ec2Subnets", "")))
                .resourcesAsDecided();
        assertThat(resources.at("/MachineSecurityGroup/Properties").has("VpcId"))
                .isFalse();
        JsonNode group = resources.at("/WorkerGroup/Properties");
        assertThat(group.has("VPCZoneIdentifier")).isFalse();
        assertThat(group.get("AvailabilityZones").toString()).isEqualTo("{\"Fn::GetAZs\":\"\"}");
        assertThat(resources.toString()).doesNotContain("vpc/\"");
        JsonNode named = new Rendering(TEMPLATE, Rendering.required())
                .resourcesAsDecided()
                .at("/WorkerGroup/Properties");
        assertThat(named.has("AvailabilityZones")).isFalse();
        assertThat(named.get("VPCZoneIdentifier").toString()).isEqualTo("{\"Ref\":\"ec2Subnets\"}");
    }

    @Test
    void theFindersMachineMayHaveAnotherProcessor() {
        JsonNode type =
                TEMPLATE.properties("FinderTemplate").get("LaunchTemplateData").get("InstanceType");
        assertThat(new Rendering(TEMPLATE, Rendering.required()).text(type)).isEqualTo("t4g.small");
        assertThat(new Rendering(TEMPLATE, Rendering.required(Map.of("finderInstanceType", "t3.small"))).text(type))
                .isEqualTo("t3.small");
    }

    @Test
    void everyRoleCanBeBound() {
        TEMPLATE.section("Resources").properties().forEach(resource -> {
            if (resource.getValue().get("Type").asText().equals("AWS::IAM::Role")) {
                assertThat(resource.getValue()
                                .get("Properties")
                                .path("PermissionsBoundary")
                                .toString())
                        .as(resource.getKey())
                        .contains("HasPermissionsBoundary");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"FinderTemplate", "WorkerTemplate"})
    void machinesAskForTokensHaveEncryptedDisksAndEndWhenTheyAreOff(String name) {
        JsonNode data = TEMPLATE.properties(name).get("LaunchTemplateData");
        assertThat(data.get("MetadataOptions").get("HttpTokens").asText()).isEqualTo("required");
        assertThat(data.get("MetadataOptions").get("HttpPutResponseHopLimit").asInt())
                .isEqualTo(1);
        for (JsonNode disk : data.get("BlockDeviceMappings")) {
            assertThat(disk.get("Ebs").get("Encrypted").asBoolean()).isTrue();
        }
        assertThat(data.get("InstanceInitiatedShutdownBehavior").asText()).isEqualTo("terminate");
        assertThat(data.has("NetworkInterfaces"))
                .as("an address forced upon it")
                .isFalse();
        assertThat(TEMPLATE.properties("MachineSecurityGroup").has("SecurityGroupIngress"))
                .isFalse();
    }

    /** The lifecycle hook must last at least as long as the stop timeout of a worker. */
    @Test
    void theGroupWaitsLongerThanAWorkerTakesToStop() {
        JsonNode heartbeats = TEMPLATE.section("Mappings").path("StopTimeout").path("Heartbeat");
        for (JsonNode timeout :
                TEMPLATE.section("Parameters").path("stopTimeout").path("AllowedValues")) {
            assertThat(heartbeats.path(timeout.asText()).asInt()).isGreaterThan(timeout.asInt() + 60);
        }
    }

    @Test
    void everyAlarmNotifiesOrScales() {
        Set<String> silent = new TreeSet<>();
        TEMPLATE.section("Resources").properties().forEach(resource -> {
            if (resource.getValue().get("Type").asText().equals("AWS::CloudWatch::Alarm")) {
                JsonNode alarm = resource.getValue().get("Properties");
                boolean mails = alarm.path("AlarmActions").toString().contains("AlarmTopic");
                if (mails && !alarm.path("OKActions").equals(alarm.path("AlarmActions"))) {
                    silent.add(resource.getKey() + " when it is over");
                }
                if (alarm.path("AlarmActions").isEmpty()
                        || alarm.path("AlarmDescription").asText().isEmpty()) {
                    silent.add(resource.getKey());
                }
            }
        });
        assertThat(silent).isEmpty();
    }

    /** The topic's policy allows only alarms with such names to publish. */
    @Test
    void alarmsThatSendMailHaveTheNameThatTheTopicLetsIn() {
        TEMPLATE.section("Resources").properties().forEach(resource -> {
            JsonNode alarm = resource.getValue().path("Properties");
            if (alarm.path("AlarmActions").toString().contains("AlarmTopic")) {
                assertThat(alarm.path("AlarmName").path("Fn::Sub").asText())
                        .isEqualTo("${AWS::StackName}-" + resource.getKey());
            }
        });
    }

    @Test
    void theDashboardIsJson() throws IOException {
        String body = new Rendering(TEMPLATE, Rendering.required())
                .text(TEMPLATE.properties("Dashboard").get("DashboardBody"));
        JsonNode widgets = new ObjectMapper().readTree(body).get("widgets");
        assertThat(widgets).hasSizeGreaterThanOrEqualTo(8);
        widgets.forEach(widget -> {
            if (!widget.path("properties").path("region").asText().equals("eu-west-1")) {
                fail("no region: " + widget);
            }
        });
    }
}
