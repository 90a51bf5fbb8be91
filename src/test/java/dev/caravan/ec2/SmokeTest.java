package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code deploy/smoke} with stubs for the commands aws and caravan. */
class SmokeTest {

    @TempDir
    Path folder;

    private Machine.Ended smoke(String deployEnds) throws IOException, InterruptedException {
        Machine.script(folder.resolve("bin/aws"), """
                echo "aws $*" >>"$CALLS"
                case "$*" in
                    *' cp - '*) cat >/dev/null ;;
                    *describe-auto-scaling-groups*) echo 0 ;;
                    --version) echo aws-cli/2 ;;
                    *get-resources*) echo arn:aws:sqs:eu-west-1:123456789012:left ;;
                esac""");
        Machine.script(folder.resolve("bin/caravan"), """
                echo "caravan $*" >>"$CALLS"
                case "$1" in
                    verify) [ "$(grep -c '^caravan verify' "$CALLS")" -gt 1 ] ;;
                    deploy) [ "$2" = --status ] || exit %s ;;
                esac""".formatted(deployEnds));
        return Machine.run(
                Map.of(
                        "PATH",
                        folder.resolve("bin") + ":" + System.getenv("PATH"),
                        "CALLS",
                        folder.resolve("calls").toString(),
                        "CARAVAN",
                        folder.resolve("bin/caravan").toString(),
                        "AWS_REGION",
                        "eu-west-1",
                        "SMOKE_OBJECTS",
                        "3",
                        "SMOKE_BYTES",
                        "10",
                        "SMOKE_PAUSE",
                        "0"),
                List.of(Path.of("deploy/smoke").toAbsolutePath().toString(), "me@example.org"));
    }

    @Test
    void deploysWaitsWakesRemovesAndListsWhatIsLeft() throws Exception {
        Machine.Ended ended = smoke("0");
        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output())
                .containsSubsequence(
                        "deploy\n",
                        "all 101 objects are copied\n",
                        "no worker runs\n",
                        "a new object woke a worker and is copied\n",
                        "destroy\n",
                        "arn:aws:sqs:eu-west-1:ACCOUNT:left\n",
                        "end;")
                .doesNotContain("123456789012", "FAILED");
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        assertThat(calls).filteredOn(call -> call.contains(" s3 cp - s3://")).hasSize(5);
        assertThat(calls)
                .anyMatch(call -> call.startsWith("caravan deploy s3://caravan-smoke-") && call.endsWith(" --yes"))
                .anyMatch(call -> call.startsWith("caravan destroy --stack-name smoke-"));
        assertThat(calls.get(calls.size() - 1)).startsWith("aws s3 rb --force s3://caravan-smoke-");
    }

    @Test
    void aDeploymentThatFailsLeavesEverythingAndSaysHowToRemoveIt() throws Exception {
        Machine.Ended ended = smoke("2");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("FAILED; when you have looked: ", "caravan destroy --stack-name smoke-");
        assertThat(Files.readAllLines(folder.resolve("calls"))).noneMatch(call -> call.contains(" rb "));
    }
}
