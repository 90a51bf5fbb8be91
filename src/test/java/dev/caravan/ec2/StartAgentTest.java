package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ec2.Machine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartAgentTest {

    @TempDir
    private Path folder;

    private Machine machine;
    private Path config;

    @BeforeEach
    void makeMachine() throws IOException {
        machine = new Machine(folder.resolve("machine"));
        Path agent = machine.resolve("agent");
        Machine.script(agent.resolve("bin/amazon-cloudwatch-agent-ctl"), "printf '%s\\n' \"ctl $*\" >>\"$CALLS\"");
        config = Files.createDirectories(agent.resolve("etc")).resolve("caravan.json");
        machine.set("CARAVAN_AGENT", agent.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"finder", "worker"})
    void shipsTheLogOfTheRoleToTheGroupThatTheJobNames(String role) throws Exception {
        machine.job("AWS_REGION=cn-north-1", "CARAVAN_LOG_GROUP=/a/stack-Log_1", "CARAVAN_ASG=stack-Workers-1");
        assertThat(machine.run("start-agent", role)).isEqualTo(new Ended(0, ""));
        JsonNode read = new ObjectMapper().readTree(config.toFile());
        JsonNode files = read.at("/logs/logs_collected/files/collect_list");
        assertThat(files).hasSize(1);
        assertThat(files.at("/0/file_path").asText()).isEqualTo("/var/log/caravan/" + role + ".log");
        assertThat(files.at("/0/log_group_name").asText()).isEqualTo("/a/stack-Log_1");
        assertThat(files.at("/0/log_stream_name").asText()).isEqualTo("{instance_id}");
        assertThat(read.at("/agent/region").asText()).isEqualTo("cn-north-1");
        assertThat(config).content().doesNotContain("@");
        assertThat(machine.calls()).containsExactly("ctl -a fetch-config -m ec2 -s -c file:" + config);
    }

    @Test
    void measuresMemoryAndDiskOfWorkersByTheirGroupAlone() throws Exception {
        machine.job("AWS_REGION=eu-west-1", "CARAVAN_LOG_GROUP=a", "CARAVAN_ASG=workers");
        machine.run("start-agent", "worker");
        JsonNode metrics = new ObjectMapper().readTree(config.toFile()).get("metrics");
        assertThat(metrics.at("/metrics_collected/mem/append_dimensions").toString())
                .isEqualTo("{\"AutoScalingGroupName\":\"workers\"}");
        assertThat(metrics.at("/metrics_collected/disk/append_dimensions").toString())
                .isEqualTo("{\"AutoScalingGroupName\":\"workers\"}");
        assertThat(metrics.get("aggregation_dimensions").toString()).isEqualTo("[[\"AutoScalingGroupName\"]]");

        machine.run("start-agent", "finder");
        assertThat(new ObjectMapper().readTree(config.toFile()).has("metrics"))
                .as("a finder has no group")
                .isFalse();
    }

    @Test
    void tellsTheAgentOfTheProxy() throws Exception {
        Path proxy = config.resolveSibling("common-config.toml");
        machine.job("AWS_REGION=eu-west-1", "CARAVAN_LOG_GROUP=a", "HTTPS_PROXY=");
        machine.run("start-agent", "finder");
        assertThat(proxy).doesNotExist();
        machine.job(
                "AWS_REGION=eu-west-1",
                "CARAVAN_LOG_GROUP=a",
                "HTTPS_PROXY=http://p:3128",
                "NO_PROXY=.local,10.0.0.0/8");
        assertThat(machine.run("start-agent", "finder")).isEqualTo(new Ended(0, ""));
        assertThat(proxy)
                .hasContent(
                        "[proxy]\nhttps_proxy = \"http://p:3128\"\nno_proxy = \"169.254.169.254,.local,10.0.0.0/8\"\n");
        machine.job("AWS_REGION=eu-west-1", "CARAVAN_LOG_GROUP=a", "HTTPS_PROXY=http://p\"");
        assertThat(machine.run("start-agent", "finder").code()).isEqualTo(78);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b", "a b", "a\\b", "$(touch x)", "a&b", "é"})
    void refusesWhatWouldHaveToBeEscapedInJson(String group) throws Exception {
        machine.job("AWS_REGION=eu-west-1", "CARAVAN_LOG_GROUP=" + group);
        Ended ended = machine.run("start-agent", "finder");
        assertThat(ended)
                .isEqualTo(new Ended(
                        78,
                        "start-agent: " + machine.resolve("job.env")
                                + ": CARAVAN_LOG_GROUP must be there, of A-Z, a-z, 0-9 and ._/#- only\n"));
        assertThat(config).doesNotExist();
        assertThat(machine.calls()).isEmpty();
    }
}
