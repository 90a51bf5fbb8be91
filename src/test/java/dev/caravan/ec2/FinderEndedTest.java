package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.ec2.Machine.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinderEndedTest {

    private static final String STOPS_AGENT = "systemctl stop amazon-cloudwatch-agent.service";
    private static final String POWERS_OFF = "systemctl --no-block poweroff";

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void makeMachine() throws IOException {
        machine = new Machine(folder);
        machine.command("sleep", "");
        machine.command("systemctl", "");
        // The real timeout waits for the given time. This one returns at once for a command that hangs.
        machine.command("timeout", "shift 2; case $* in $HANGS) exit 124;; esac; \"$@\"");
        machine.set("HANGS", "nothing");
    }

    @Test
    void tellsTheExitCodeShipsTheLogAndPowersOff() throws Exception {
        machine.set("EXIT_STATUS", "1");
        Ended ended = machine.run("finder-ended");
        assertThat(ended).isEqualTo(new Ended(0, "finder ended with exit code 1\n"));
        assertThat(machine.calls())
                .containsExactly(
                        "sleep 15",
                        "timeout --kill-after=5 30 " + STOPS_AGENT,
                        STOPS_AGENT,
                        "timeout --kill-after=5 30 " + POWERS_OFF,
                        POWERS_OFF);
    }

    @Test
    void tellsOfASignal() throws Exception {
        machine.set("EXIT_STATUS", "KILL");
        machine.set("SERVICE_RESULT", "oom-kill");
        assertThat(machine.run("finder-ended").output()).isEqualTo("finder ended with KILL, oom-kill\n");
    }

    @Test
    void powersOffThoughTheAgentHangs() throws Exception {
        machine.set("HANGS", "*stop*agent*");
        machine.set("EXIT_STATUS", "0");
        Ended ended = machine.run("finder-ended");
        assertThat(ended.code()).isZero();
        assertThat(ended.output()).contains("exit code 0\n", "the end of the log may be missing");
        assertThat(machine.calls())
                .endsWith(
                        "systemctl kill --signal=KILL amazon-cloudwatch-agent.service",
                        "timeout --kill-after=5 30 " + POWERS_OFF,
                        POWERS_OFF)
                .doesNotContain(STOPS_AGENT);
    }

    @Test
    void powersOffHoweverLittleIsKnown() throws Exception {
        machine.set("HANGS", "*");
        assertThat(machine.run("finder-ended").output()).startsWith("finder ended with no exit code, unknown\n");
        assertThat(machine.calls()).endsWith("systemctl --force poweroff");
    }
}
