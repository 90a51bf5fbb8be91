package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.ec2.Machine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {

    private static final List<String> COMMANDS =
            List.of("getent", "groupadd", "useradd", "chown", "systemctl", "modprobe", "sysctl");

    @TempDir
    private Path folder;

    private Machine machine;
    private Path root;

    @BeforeEach
    void makeMachine() throws IOException {
        machine = new Machine(folder.resolve("machine"));
        root = folder.resolve("a root");
        for (String command : COMMANDS) {
            machine.command(command, "exit 0");
        }
    }

    @Test
    void putsEveryFileInItsPlaceWithItsMode() throws Exception {
        assertThat(machine.run("install", root.toString())).isEqualTo(new Ended(0, ""));
        assertThat(modes(root))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("etc/caravan", "rwxr-x---"),
                        Map.entry("var/lib/caravan", "rwx------"),
                        Map.entry("var/log/caravan", "rwxr-x---"),
                        Map.entry("etc/systemd/system/caravan@.service", "rw-r--r--"),
                        Map.entry("etc/systemd/system/caravan@finder.service.d/power-off.conf", "rw-r--r--"),
                        Map.entry("etc/systemd/system/caravan@worker.service.d/restart.conf", "rw-r--r--"),
                        Map.entry("etc/systemd/system/cloud-final.service.d/10-caravan-power-off.conf", "rw-r--r--"),
                        Map.entry("etc/systemd/system/logrotate.timer.d/caravan.conf", "rw-r--r--"),
                        Map.entry("etc/sysctl.d/60-caravan.conf", "rw-r--r--"),
                        Map.entry("etc/modules-load.d/caravan.conf", "rw-r--r--"),
                        Map.entry("etc/logrotate.d/caravan", "rw-r--r--"))));
        assertThat(machine.calls())
                .as("a root for trying out changes nothing of this machine")
                .isEmpty();
    }

    @Test
    void makesAUserWithoutAShellAndFoldersThatItCanNotChange() throws Exception {
        machine.command("getent", "exit 2");
        machine.command("install", "");
        assertThat(machine.run("install")).isEqualTo(new Ended(0, ""));
        assertThat(machine.calls())
                .contains(
                        "groupadd --system caravan",
                        "useradd --system --gid caravan --home-dir /var/lib/caravan --no-create-home"
                                + " --shell /sbin/nologin caravan",
                        "install --directory --mode=0750 --owner=root --group=caravan /etc/caravan",
                        "install --directory --mode=0700 --owner=caravan --group=caravan /var/lib/caravan",
                        "install --directory --mode=0750 --owner=root --group=root /var/log/caravan",
                        "chown --recursive root:root "
                                + machine.resolve("caravan").toRealPath(),
                        "systemctl daemon-reload",
                        "sysctl --quiet --load=/etc/sysctl.d/60-caravan.conf");
    }

    @Test
    void goesOnWithoutBbr() throws Exception {
        machine.command("install", "");
        machine.command("modprobe", "exit 1");
        Ended ended = machine.run("install");
        assertThat(ended).isEqualTo(new Ended(0, "install: this kernel has no BBR; long ways are slower without it\n"));
        assertThat(machine.calls()).noneMatch(call -> call.startsWith("useradd") || call.startsWith("sysctl"));
    }

    @Test
    void mayBeRunAgain() throws Exception {
        machine.run("install", root.toString());
        Map<String, String> first = modes(root);
        Files.writeString(root.resolve("etc/logrotate.d/caravan"), "old");
        assertThat(machine.run("install", root.toString()).code()).isZero();
        assertThat(modes(root)).isEqualTo(first);
        assertThat(root.resolve("etc/logrotate.d/caravan"))
                .hasSameTextualContentAs(Machine.FILES.resolve("etc/logrotate.d/caravan"));
    }

    @Test
    void logrotateTakesItsFile() throws Exception {
        Machine.assumeTool("logrotate");
        Ended ended = Machine.run(
                Map.of(),
                List.of(
                        "logrotate",
                        "--debug",
                        "--state",
                        folder.resolve("state").toString(),
                        Machine.FILES.resolve("etc/logrotate.d/caravan").toString()));
        assertThat(ended.output()).doesNotContain("error:");
        assertThat(ended.code()).isZero();
    }

    /** Returns the modes of all files and of empty folders. */
    private static Map<String, String> modes(Path root) throws IOException {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file) || file.toFile().list().length == 0) {
                    modes.put(
                            root.relativize(file).toString(),
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                }
            }
        }
        return modes;
    }
}
