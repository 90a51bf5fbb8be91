package dev.caravan.deploy;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.aws.Ec2;
import dev.caravan.deploy.Network.Subnet;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

class DeployPiecesTest {

    private static Element xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1,     console.aws.amazon.com,        amazonaws.com",
        "cn-north-1,    console.amazonaws.cn,          amazonaws.com.cn",
        "us-gov-west-1, console.amazonaws-us-gov.com,  amazonaws.com"
    })
    void linksAreThoseOfThePartition(String region, String console, String suffix) {
        Links links = new Links(region);
        assertThat(links.queue("https://sqs/1/q"))
                .isEqualTo(
                        "https://" + console + "/sqs/v3/home?region=" + region + "#/queues/https%3A%2F%2Fsqs%2F1%2Fq");
        assertThat(links.object("b", "template/x.yaml"))
                .isEqualTo("https://b.s3." + region + "." + suffix + "/template/x.yaml");
    }

    @Test
    void ofEachZoneTheSubnetWithAWayAndTheMostFreeAddressesIsChosen() throws Exception {
        Map<String, String> ways = Network.ways(Ec2.items(
                xml("<r><routeTableSet><item><routeSet><item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock>"
                        + "<gatewayId>local</gatewayId></item></routeSet><associationSet><item><main>true</main></item>"
                        + "</associationSet></item><item><routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>"
                        + "<gatewayId>igw-1</gatewayId></item></routeSet><associationSet><item><main>false</main>"
                        + "<subnetId>public</subnetId></item><item><main>false</main><subnetId>larger</subnetId></item>"
                        + "<item><main>false</main><subnetId>hidden</subnetId></item></associationSet></item><item><routeSet>"
                        + "<item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><natGatewayId>nat-1</natGatewayId>"
                        + "</item></routeSet><associationSet><item><main>false</main><subnetId>private</subnetId></item>"
                        + "</associationSet></item></routeTableSet></r>"),
                "routeTableSet"));
        List<Subnet> subnets = List.of(
                new Subnet("alone", "vpc", "c", 200, true),
                new Subnet("private", "vpc", "b", 10, false),
                new Subnet("public", "vpc", "a", 10, true),
                new Subnet("larger", "vpc", "a", 11, true),
                // This subnet has an internet gateway and assigns no public addresses.
                new Subnet("hidden", "vpc", "d", 99, false));
        assertThat(Network.choose(subnets, ways)).containsExactly("larger", "private");
    }

    @Test
    void theLogOfAMachineIsShownWithoutSecretsAndControlCharacters() {
        String log = "first\n\u001b[32mok\u001b[0m\nkey AKIAABCDEFGHIJKLMNOP used\nSOURCE_SECRET_ACCESS_KEY=abc/def+1\n"
                + "\"secret_access_key\": \"abc\"\nmy-very-own-key\nX-Amz-Security-Token=zzz&a=1\n\u0007bell";
        assertThat(BootLog.lines(log, List.of("my-very-own-key")))
                .containsExactly(
                        "first",
                        "ok",
                        "key *** used",
                        "SOURCE_SECRET_ACCESS_KEY=***",
                        "\"secret_access_key\": ***",
                        "***",
                        "X-Amz-Security-Token=***&a=1",
                        "\\u0007bell");
        assertThat(BootLog.lines("line\n".repeat(500), List.of())).hasSize(60);
    }

    @Test
    void aNewStackIsCountedAndChangesAreListed() {
        List<ResourceChange> changes = List.of(
                change("Add", null, "Queue", "AWS::SQS::Queue"),
                change("Add", null, "DeadLetters", "AWS::SQS::Queue"),
                change("Add", null, "Table", "AWS::DynamoDB::Table"));
        assertThat(ChangeSet.lines(changes, true)).containsExactly("  Add 3 resources: DynamoDB 1, SQS 2");
        assertThat(ChangeSet.lines(List.of(change("Modify", "True", "Queue", "AWS::SQS::Queue")), false))
                .containsExactly("  Replace  Queue  AWS::SQS::Queue");
        assertThat(ChangeSet.isEmpty("The submitted information didn't contain changes. Submit different"))
                .isTrue();
        assertThat(ChangeSet.isEmpty("No updates are to be performed.")).isTrue();
        assertThat(ChangeSet.isEmpty("Parameter x is wrong")).isFalse();
    }

    private static ResourceChange change(String action, String replacement, String resource, String type) {
        return ResourceChange.builder()
                .action(action)
                .replacement(replacement)
                .logicalResourceId(resource)
                .resourceType(type)
                .build();
    }

    @Test
    void anEventIsOneLine() {
        StackEvent.Builder event = StackEvent.builder().timestamp(Instant.EPOCH).logicalResourceId("Queue");
        assertThat(StackEvents.line(event.resourceStatus("CREATE_FAILED")
                        .resourceStatusReason("not\nallowed")
                        .build()))
                .matches("  \\d\\d:00:00  CREATE_FAILED {16}Queue: not\\\\nallowed");
        assertThat(StackEvents.line(event.resourceStatus("CREATE_COMPLETE")
                        .resourceStatusReason(null)
                        .build()))
                .endsWith("Queue");
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE_COMPLETE,true,false,false",
        "UPDATE_ROLLBACK_COMPLETE,true,false,false",
        "ROLLBACK_COMPLETE,false,true,false",
        "DELETE_FAILED,false,true,false",
        "UPDATE_ROLLBACK_FAILED,false,false,false",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,false,false,true",
        "REVIEW_IN_PROGRESS,false,false,false"
    })
    void aStackIsChangedRemovedOrWaitedFor(String status, boolean standing, boolean dead, boolean moving) {
        Stack stack = new Stack("s", "id", status, "", Map.of());
        assertThat(List.of(stack.isStanding(), stack.isDead(), stack.isMoving()))
                .containsExactly(standing, dead, moving);
    }

    @Test
    void whatAStackCostsAtRestFollowsFromItsParameters() {
        assertThat(Costs.lines(Map.of(), 0)).first().asString().contains("$6.00 a month");
        assertThat(Costs.lines(Map.of("minCapacity", "3", "interfaceEndpoints", "true"), 1))
                .anyMatch(line -> line.contains("$6.40"))
                .anyMatch(line -> line.contains("$30 for the workers"))
                .anyMatch(line -> line.contains("interface endpoints"));
    }

    @Test
    void onlyTheWordThatIsAskedForAgrees() throws Exception {
        StringWriter out = new StringWriter();
        new Dialogue(new PrintWriter(out), new BufferedReader(new StringReader("photos\n")), false)
                .ask("Gone.", "photos");
        assertThat(out).hasToString("Gone. Type photos to continue: ");
        assertThatThrownBy(() -> new Dialogue(new PrintWriter(out), new BufferedReader(new StringReader("y\n")), false)
                        .ask("Gone.", "photos"))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("Nothing is changed");
        assertThatThrownBy(() -> new Dialogue(new PrintWriter(out), new BufferedReader(new StringReader("")), false)
                        .ask("Gone.", "yes"))
                .hasMessageContaining("--yes");
    }

    @Test
    void theSameInstallationIsPackedIntoTheSameBytesWithoutItsSettings(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("caravan.jar"), "jar");
        Files.writeString(home.resolve("application.properties"), "secret");
        Path launcher = Files.writeString(home.resolve("bin/caravan"), "x".repeat(513));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path archive = home.resolve("one.tar.gz");
        Distribution.pack(home, archive);
        Path second = home.resolve("two.tar.gz");
        Files.setLastModifiedTime(launcher, java.nio.file.attribute.FileTime.fromMillis(1));
        Distribution.pack(home, second);
        assertThat(second).hasSameBinaryContentAs(archive);
        assertThat(entries(archive))
                .containsExactly("caravan/bin/caravan 0000755 513", "caravan/caravan.jar 0000644 3");
        assertThatThrownBy(() -> Distribution.pack(home.resolve("bin"), second)).hasMessageContaining("caravan.jar");
    }

    private static List<String> entries(Path archive) throws Exception {
        List<String> entries = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            byte[] header = in.readNBytes(512);
            while (header[0] != 0) {
                int size = Integer.parseInt(text(header, 124, 11), 8);
                entries.add(text(header, 0, 100) + " " + text(header, 100, 7) + " " + size);
                in.skipNBytes((size + 511) / 512 * 512L);
                header = in.readNBytes(512);
            }
        }
        return entries;
    }

    private static String text(byte[] header, int from, int length) {
        return new String(header, from, length, StandardCharsets.UTF_8).split("\0", 2)[0];
    }
}
