package dev.caravan.cloudformation;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that each role has the permissions that its code needs and no others. Each permission has a call that needs
 * it. Its resources are as narrow as AWS allows.
 */
class PermissionsTest {

    private static final Template TEMPLATE = Template.read();
    private static final Path TABLE = Path.of("src/test/resources/cloudformation/permissions.txt");
    private static final Set<String> POLICIES =
            Set.of("AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::Policy");

    /** Actions that AWS can't restrict to a resource (Service Authorization Reference). */
    private static final Set<String> WITHOUT_RESOURCES = Set.of(
            "ec2:DescribeInstances",
            "autoscaling:DescribeAutoScalingGroups",
            "cloudwatch:PutMetricData",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel");

    /** A line of the table. */
    record Right(String resource, String action, String file, String call) {}

    private static List<Right> table() throws IOException {
        List<Right> rights = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] columns = line.split(" \\| ", 4);
                rights.add(new Right(columns[0], columns[1], columns[2], columns[3]));
            }
        }
        return rights;
    }

    /** Returns every Allow statement of a role, with the name of its resource. */
    private static List<Map.Entry<String, JsonNode>> statements() {
        List<Map.Entry<String, JsonNode>> found = new ArrayList<>();
        TEMPLATE.section("Resources").properties().forEach(resource -> {
            if (POLICIES.contains(resource.getValue().get("Type").asText())) {
                JsonNode properties = resource.getValue().get("Properties");
                Template.walk(properties, "", (path, node) -> {
                    if (!path.startsWith("/AssumeRolePolicyDocument")
                            && node.path("Effect").asText().equals("Allow")) {
                        found.add(Map.entry(resource.getKey(), node));
                    }
                });
            }
        });
        return found;
    }

    private static List<String> actions(JsonNode statement) {
        JsonNode action = statement.get("Action");
        List<String> actions = new ArrayList<>();
        if (action.isTextual()) {
            actions.add(action.asText());
        }
        action.forEach(one -> actions.add(one.asText()));
        return actions;
    }

    @Test
    void everyRightHasItsLineInTheTableAndEveryLineARight() throws IOException {
        Set<String> granted = new TreeSet<>();
        statements()
                .forEach(statement -> actions(statement.getValue())
                        .forEach(action -> granted.add(statement.getKey() + " " + action)));
        List<String> listed = table().stream()
                .map(right -> right.resource() + " " + right.action())
                .toList();
        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(granted);
    }

    static Stream<Right> calls() throws IOException {
        return table().stream().filter(right -> !right.file().equals("why"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void theCallIsThere(Right right) throws IOException {
        assertThat(Files.readString(Path.of(right.file()))).contains(right.call());
    }

    @Test
    void onlyWhatAwsCannotBindToAResourceIsAllowedOnAll() {
        for (Map.Entry<String, JsonNode> statement : statements()) {
            assertThat(actions(statement.getValue())).noneMatch(action -> action.contains("*"));
            Template.walk(statement.getValue().get("Resource"), "", (path, node) -> {
                if (node.asText().equals("*")) {
                    assertThat(WITHOUT_RESOURCES).as(statement.getKey()).containsAll(actions(statement.getValue()));
                }
            });
        }
    }

    @Test
    void noPolicyOfOthersIsAttached() {
        Template.walk(TEMPLATE.section("Resources"), "", (path, node) -> {
            if (node.has("ManagedPolicyArns")) {
                assertThat(Template.references(node.get("ManagedPolicyArns"))).containsExactly("MachinePolicy");
            }
        });
    }

    @Test
    void theBucketsAreOpenOnlyToTheRoleThatUsesThem() {
        Rendering secrets = new Rendering(
                TEMPLATE,
                Rendering.required(Map.of(
                        "srcCredentials",
                        "job/source",
                        "destCredentials",
                        "job/dest",
                        "destInCurrentAccount",
                        "false")));
        for (String resource : List.of("MachinePolicy", "WorkerRole")) {
            assertThat(secrets.of(TEMPLATE.properties(resource)).toString()).doesNotContain("\"s3:");
        }
        String policy = secrets.of(TEMPLATE.properties("MachinePolicy")).toString();
        assertThat(policy)
                .contains("arn:aws:secretsmanager:eu-west-1:123456789012:secret:job/source-??????")
                .contains("arn:aws:secretsmanager:eu-west-1:123456789012:secret:job/dest-??????");
    }

    @Test
    void aRoleOfASideIsAllWithWhichTheMachinesReachItsBucket() {
        String reader = "arn:aws:iam::222222222222:role/reader";
        String writer = "arn:aws:iam::333333333333:role/writer";
        Map<String, String> roles = Map.of("srcRoleArn", reader, "destRoleArn", writer, "includeTags", "true");
        assertThat(machines(roles)).contains("sts:AssumeRole", "\"" + reader + "\"", "\"" + writer + "\"");
        assertThat(machines(roles) + worker(roles)).doesNotContain("\"s3:");
        Map<String, String> keys = new HashMap<>(roles);
        keys.putAll(Map.of("srcCredentials", "s", "destCredentials", "d", "destInCurrentAccount", "false"));
        assertThat(machines(keys)).doesNotContain("sts:AssumeRole").contains("secretsmanager:GetSecretValue");
        assertThat(machines(Map.of())).doesNotContain("sts:AssumeRole");
        assertThat(machines(
                        Map.of("srcType", "Aliyun_OSS", "srcCredentials", "s", "srcRoleArn", "acs:ram::1:role/reader")))
                .doesNotContain("sts:AssumeRole");
    }

    @Test
    void nothingMayBeDeletedFromTheDestinationUnlessItIsAskedFor() {
        assertThat(worker(Map.of())).doesNotContain("s3:DeleteObject").contains("s3:PutObject");
        assertThat(worker(Map.of("destDelete", "true"))).contains("s3:DeleteObject");
        assertThat(worker(Map.of("srcEvent", "CreateAndDelete"))).contains("s3:DeleteObject");
    }

    @Test
    void versionsAreReadAndDeleteMarkersMadeWhereAllAreCopied() {
        assertThat(machines(Map.of()) + worker(Map.of()))
                .doesNotContain("Versions", "GetObjectVersion\"", "Versioning");
        assertThat(machines(Map.of("versions", "all")))
                .contains("s3:ListBucketVersions", "s3:GetBucketVersioning", "s3:GetObjectVersion");
        assertThat(worker(Map.of("versions", "all"))).contains("s3:GetObjectVersion", "s3:DeleteObject");
        Map<String, String> keys = Map.of(
                "versions", "all", "srcCredentials", "s", "destCredentials", "d", "destInCurrentAccount", "false");
        assertThat(machines(keys) + worker(keys)).doesNotContain("ersions\"", "s3:DeleteObject");
    }

    @Test
    void onlyTheSecretsOfTheStackAreRead() {
        String arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:new-AbCdEf";
        assertThat(machines(Map.of())).doesNotContain("secretsmanager");
        assertThat(machines(Map.of("srcSseCSecret", "sse-c/old", "destSseCSecret", arn)))
                .contains(":secret:sse-c/old-??????\"", "\"" + arn + "\"")
                .doesNotContain("secret:*");
        assertThat(machines(Map.of("srcSseCSecret", "old", "secretKmsKeyArn", "arn:aws:kms:eu-west-1:1:key/k")))
                .contains("DecryptSecrets");
    }

    @Test
    void tagsOfBackupsAreKeptWhereThereAreBackups() {
        assertThat(worker(Map.of())).doesNotContain("BackUpTags");
        assertThat(worker(Map.of("backupPrefix", "old"))).contains("BackUpTags");
    }

    @Test
    void aListOfPrefixesBesideAnotherCloudsSourceIsReadWithTheRole() {
        Map<String, String> list =
                Map.of("srcType", "Aliyun_OSS", "srcCredentials", "oss", "srcPrefixsListFile", "list.txt");
        assertThat(machines(list)).doesNotContain("ReadPrefixes").doesNotContain("arn:aws:s3:::from");
        Map<String, String> elsewhere = new HashMap<>(list);
        elsewhere.put("srcPrefixListBucket", "lists");
        assertThat(machines(elsewhere))
                .contains("arn:aws:s3:::lists/list.txt*\"")
                .doesNotContain("arn:aws:s3:::from");
    }

    @Test
    void rightsOnObjectsEndAtTheFoldersOfTheJob() {
        Map<String, String> folders = Map.of(
                "srcPrefix",
                "in/",
                "destPrefix",
                "out",
                "includeTags",
                "true",
                "destDelete",
                "true",
                "destAcl",
                "keep",
                "objectLock",
                "keep");
        assertThat(machines(folders) + worker(folders))
                .contains("\"arn:aws:s3:::from/in/*\"", "\"arn:aws:s3:::to/out*\"", "\"arn:aws:s3:::from\"")
                .doesNotContain("s3:::from/*", "s3:::to/*", "s3:prefix");
        Map<String, String> whole = new HashMap<>(folders);
        whole.put("scopeToPrefix", "false");
        assertThat(machines(whole) + worker(whole))
                .contains("s3:::from/*", "s3:::to/*")
                .doesNotContain("from/in", "to/out");
        whole.putAll(Map.of("scopeToPrefix", "true", "srcPrefix", "${aws:username}/", "backupPrefix", "old"));
        assertThat(machines(whole) + worker(whole))
                .as("a variable of policies; and backups elsewhere")
                .contains("s3:::from/*", "s3:::to/*")
                .doesNotContain("${aws", "/out");
    }

    @Test
    void aPolicyThatIsNotScopedToThePrefixHasAReason() {
        Set<String> unscoped = new TreeSet<>();
        statements().forEach(statement -> {
            String resource = statement.getValue().get("Resource").toString();
            if (resource.contains("${srcBucket}/*") || resource.contains("${destBucket}/*")) {
                unscoped.add(statement.getValue().path("Sid").asText());
            }
        });
        assertThat(unscoped).containsExactly("BackUpTags");
    }

    @Test
    void onlyTheListOfPrefixesIsReadFromItsBucket() {
        Map<String, String> list = Map.of("srcPrefixsListFile", "lists/a.txt", "srcPrefixListBucket", "lists");
        assertThat(machines(list)).contains("arn:aws:s3:::lists/lists/a.txt*\"").doesNotContain("lists/*");
    }

    private static String machines(Map<String, String> parameters) {
        return new Rendering(TEMPLATE, Rendering.required(parameters))
                .of(TEMPLATE.properties("MachinePolicy"))
                .toString();
    }

    @Test
    void aKeyOfTheDestinationIsNamedByItsIdOrItsArn() {
        assertThat(worker(Map.of("destPutObjectSSEKmsKeyId", "1234", "destRegion", "us-west-2")))
                .contains("arn:aws:kms:us-west-2:123456789012:key/1234");
        String arn = "arn:aws-cn:kms:cn-north-1:123456789012:key/1234";
        assertThat(worker(Map.of("destPutObjectSSEKmsKeyId", arn))).contains("\"" + arn + "\"");
    }

    private static String worker(Map<String, String> parameters) {
        return new Rendering(TEMPLATE, Rendering.required(parameters))
                .of(TEMPLATE.properties("WorkerRole"))
                .toString();
    }
}
