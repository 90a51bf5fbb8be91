package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.it.Browser;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalTable;
import dev.caravan.local.Operation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page of a fleet in a browser. With -Dcaravan.docs.write=true it makes the picture in docs/console.md. */
@Order(1)
class FleetPageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    // Chromium may still write files while it ends.
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    private Browser browser;
    private FleetCloud cloud;

    private final StringWriter said = new StringWriter();
    private final CountDownLatch open = new CountDownLatch(1);
    private Thread console;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> chromium = Browser.installed();
        assumeTrue(
                chromium.isPresent(),
                "there is no chromium in PATH: the fleet's page is not looked at; Debian has the package chromium");
        browser = Browser.start(chromium.get(), Files.createDirectory(folder.resolve("browser")));
        cloud = new FleetCloud(folder);
        cloud.environment.computeIfPresent(
                "CARAVAN_JAVA_OPTS", (name, options) -> options + " -Dcaravan.heartbeat.interval=500");
    }

    @AfterEach
    void stop() throws Exception {
        open.countDown();
        if (console != null) {
            console.interrupt();
            console.join();
        }
        if (cloud != null) {
            cloud.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private String show() {
        PrintWriter writer = new PrintWriter(said, true);
        console = new Thread(
                () -> Commands.run(
                        new String[] {"console", "--fleet", "--console-port", "0"},
                        Map.of(),
                        Map.of("JOB_QUEUE_NAME", LocalQueue.NAME, "JOB_TABLE_NAME", LocalTable.NAME),
                        writer,
                        writer),
                "fleet-console");
        console.start();
        await().atMost(PATIENCE).until(() -> said.toString().contains("\n"));
        assertThat(said.toString()).startsWith("console: http://127.0.0.1:");
        return said.toString().strip().substring("console: ".length());
    }

    private void hold() {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void showsThreeWorkersOfWhichOneIsKilled() throws Exception {
        for (int i = 0; i < 60; i++) {
            cloud.source.put("books/" + i + ".txt", Content.synthetic(i, 40_000));
        }
        cloud.source.put("held/<img src=x onerror=alert(1)>\n\u202Ereversed", "waits");
        cloud.source.put("private/diary.txt", "refused");
        cloud.from
                .faults()
                .add(Fault.on(Operation.GET).key(key -> key.startsWith("held/")).then(FaultAction.before(this::hold)));
        cloud.to
                .faults()
                .add(Fault.on(Operation.PUT)
                        .key("private/diary.txt"::equals)
                        .then(FaultAction.answer(403, "AccessDenied")));
        CaravanProcess killed = cloud.start("worker");
        cloud.work();
        cloud.work();
        browser.size(1200, 900, false, false);
        browser.open(show());
        await("three workers")
                .atMost(PATIENCE)
                .until(() -> browser.text("#workers-text").equals("3 working."));
        killed.signal("KILL");
        cloud.find();
        await("a lost worker")
                .atMost(PATIENCE)
                .until(() -> browser.text("#workers-text").contains("1 lost"));
        await("objects")
                .atMost(PATIENCE)
                .until(() -> browser.text("#failures").contains("AccessDenied")
                        && browser.text("#workers").contains("held/")
                        && browser.text("#speed").contains("60 objects")
                        && browser.text("#percent").equals("96 %"));
        assertThat(browser.text("#state")).contains("1 of 3 workers lost").contains("queue " + LocalQueue.NAME);
        assertThat(browser.text("#job")).contains("s3://source").contains("s3://destination");
        assertThat(browser.text("#workers"))
                .contains("held/<img src=x onerror=alert(1)>\\n\\u202ereversed", "lost, silent");
        assertThat(browser.value("document.images.length")).isEqualTo("0");
        assertThat(browser.text("#failures")).contains("Denied").contains("then: caravan redrive");
        assertThat(browser.text("#figures")).containsPattern("Dead letters\\s+1 in jobs-dead");
        assertThat(browser.text("#speed")).contains("60 objects, 2.3 MiB in the last hour");
        assertThat(browser.text("#comparisons")).contains("complete").contains("62, 2.3 MiB");
        if (Boolean.getBoolean("caravan.docs.write")) {
            browser.size(1200, 1240, false, false);
            Files.write(Path.of("docs/images/fleet.png"), browser.picture());
        }
        browser.size(390, 844, true, true);
        assertThat(browser.value("document.documentElement.scrollWidth <= innerWidth"))
                .as("fits a phone")
                .isEqualTo("true");
        open.countDown();
        await("the end").atMost(PATIENCE).until(() -> browser.text("#percent").equals("98 %"));
        cloud.endWorkers();
        await("workers that have ended")
                .atMost(PATIENCE)
                .until(() -> browser.text("#workers-text").equals("1 lost, 2 ended."));
        assertThat(browser.text("#state")).contains("no worker lives");
        assertThat(browser.strangers()).isEmpty();
        assertThat(browser.problems()).isEmpty();
    }
}
