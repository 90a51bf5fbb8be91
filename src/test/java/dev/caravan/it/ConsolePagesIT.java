package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Opens the console's pages in a browser. With -Dcaravan.docs.write=true it makes the pictures of docs/console.md. */
@Order(1)
@ResourceLock("MBeans")
class ConsolePagesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path PICTURES = Path.of("docs/images");
    private static final int MIB = 1 << 20;

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    // Chromium may still write files while it ends.
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path profile;

    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> chromium = Browser.installed();
        assumeTrue(
                chromium.isPresent(),
                "there is no chromium in PATH: the console's pages are not looked at; Debian has the package chromium");
        browser = Browser.start(chromium.get(), profile);
        browser.size(1200, 900, false, false);
    }

    @AfterEach
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void theStatusPageFollowsTheTransferToItsEnd() throws Exception {
        for (int i = 0; i < 400; i++) {
            stores.from.put("books/" + i + ".txt", Content.synthetic(i, 40_000));
        }
        stores.from.put("films/one.mov", Content.synthetic(1000, 24L * MIB));
        stores.from.put("held/<img src=x onerror=alert(1)>\n\u202Ereversed", "waits");
        stores.from.put("private/diary.txt", "refused");
        stores.destination
                .faults()
                .add(Fault.on(Operation.PUT)
                        .key("private/diary.txt"::equals)
                        .then(FaultAction.answer(403, "AccessDenied")));
        try (ShownSync sync =
                ShownSync.start(stores, "--bandwidth", "6MiB", "--part-slots", "2", "--multipart-threshold", "8MiB")) {
            browser.open(sync.address("/"));
            await().atMost(PATIENCE).until(() -> copied() > 0);
            int before = copied();
            await().atMost(PATIENCE).until(() -> copied() > before);
            await().atMost(PATIENCE)
                    .until(() -> browser.text("#failures").contains("AccessDenied")
                            && browser.text("#large").contains("films/one.mov"));
            assertThat(browser.text("#flight")).contains("held/<img src=x onerror=alert(1)>\\n\\u202ereversed");
            assertThat(browser.value("document.images.length")).isEqualTo("0");
            assertThat(browser.text("#job")).contains("s3://from").contains("s3://to");
            assertThat(browser.text("#links")).containsIgnoringCase("health").containsIgnoringCase("metrics");
            await().atMost(PATIENCE)
                    .until(() -> browser.value("document.getElementById('area').getAttribute('d') !== null")
                            .equals("true"));
            assertThat(browser.value("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo("true");
            picture("status.png");
            browser.size(390, 844, true, true);
            assertThat(browser.value("document.documentElement.scrollWidth <= innerWidth"))
                    .as("fits a phone")
                    .isEqualTo("true");
            assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
                    .as("dark where the user likes it dark")
                    .isEqualTo("rgb(17, 22, 28)");
            TwoStores.Result result = sync.end();
            assertThat(result.exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
            await().atMost(PATIENCE)
                    .until(() -> browser.text("#state").contains("done, but some objects failed")
                            || browser.text("#state").contains("done but some objects failed"));
            assertThat(copied()).isEqualTo(402);
            await().atMost(PATIENCE).until(() -> browser.text("#lost").contains("The run has ended"));
        }
        assertThat(browser.strangers()).isEmpty();
        assertThat(browser.problems()).noneMatch(problem -> problem.contains("Content Security Policy"));
    }

    private int copied() throws Exception {
        String figure = browser.value("[...document.querySelectorAll('dt')].filter(e => e.textContent === 'Copied')"
                + ".map(e => e.nextSibling.textContent.split(',').slice(0, -1).join('')).join('')");
        return figure.isEmpty() ? 0 : Integer.parseInt(figure);
    }

    @Test
    void hawtioShowsTheDiagramOfTheRoutes() throws Exception {
        assumeTrue(
                Files.exists(Path.of(System.getProperty("caravan.home", ""), "lib/hawtio/hawtio-static.zip")),
                "the distribution hasn't been built");
        stores.from.put("held/a", "waits");
        browser.size(1200, 980, false, false);
        try (ShownSync sync = ShownSync.start(stores)) {
            Map<String, List<String>> routes = steps(sync);
            assertThat(routes).containsKeys("object", "attempt", "multipart", "find");
            browser.open(sync.address("/hawtio/"));
            await("the diagram of all routes")
                    .atMost(PATIENCE)
                    .until(() ->
                            shows(routes.values().stream().flatMap(List::stream).toList()));
            int all = drawnSteps();
            for (Map.Entry<String, List<String>> route : routes.entrySet()) {
                assertThat(click(route.getKey())).as(route.getKey()).isTrue();
                await("the diagram of " + route).atMost(PATIENCE).until(() -> {
                    if (!browser.value("location.pathname").endsWith("/routeDiagram")) {
                        click("Route Diagram");
                    }
                    assertThat(browser.text("body")).as(route.getKey()).doesNotContain("Error Occurred");
                    return shows(route.getValue()) && drawnSteps() < all;
                });
                if (route.getKey().equals("part") && Boolean.getBoolean("caravan.docs.write")) {
                    halveTheDiagram();
                    picture("hawtio.png");
                }
            }
            assertThat(sync.end().exitCode()).isEqualTo(ExitCode.DONE);
        }
        assertThat(browser.strangers()).isEmpty();
        assertThat(browser.problems()).noneMatch(problem -> problem.contains("exceptionId"));
    }

    /** Returns whether the diagram has all of these steps. */
    private boolean shows(List<String> steps) throws Exception {
        String diagram = browser.text(".react-flow");
        return steps.stream().allMatch(step -> diagram.contains("(ID: " + step + ")"));
    }

    /**
     * Shows the diagram at half its size in the middle of its area, as the mouse wheel does. Hawtio fits only the first
     * diagram to the page.
     */
    private void halveTheDiagram() throws Exception {
        String done = browser.value("""
                (() => {
                  const page = document.querySelector('.react-flow').getBoundingClientRect();
                  const steps = [...document.querySelectorAll('.react-flow__node')].map(e => e.getBoundingClientRect());
                  const first = document.querySelector('.react-flow__node');
                  const factor = 0.5 * first.offsetWidth / first.getBoundingClientRect().width;
                  const at = (from, to) => (page[from] / 2 + page[to] / 2 - factor * (Math.min(...steps.map(e => e[from]))
                    + Math.max(...steps.map(e => e[to]))) / 2) / (1 - factor);
                  return document.querySelector('.react-flow__pane').dispatchEvent(new WheelEvent('wheel', {
                    deltaY: -500 * Math.log2(factor), bubbles: true, cancelable: true, view: window,
                    clientX: at('left', 'right'), clientY: at('top', 'bottom') })) ? 'ignored' : 'taken';
                })()
                """);
        assertThat(done).as("the wheel").isEqualTo("taken");
    }

    /** Returns the number of steps in the diagram. */
    private int drawnSteps() throws Exception {
        return browser.text(".react-flow").split("\\(ID: ", -1).length - 1;
    }

    /** Returns the identifiers of the steps of each route, from the management beans. */
    private static Map<String, List<String>> steps(ShownSync sync) throws Exception {
        JsonNode read = sync.jolokia(
                "{\"type\":\"read\",\"mbean\":\"org.apache.camel:type=processors,*\",\"attribute\":[\"RouteId\",\"ProcessorId\"]}");
        Map<String, List<String>> routes = new TreeMap<>();
        for (JsonNode step : read.path("value")) {
            routes.computeIfAbsent(step.path("RouteId").asText(), id -> new ArrayList<>())
                    .add(step.path("ProcessorId").asText());
        }
        return routes;
    }

    /** Clicks the element that has exactly this text. */
    private boolean click(String text) throws Exception {
        return browser.value(
                        "(e => { if (e) { e.click(); } return e !== undefined; })([...document.querySelectorAll('button, a, span')]"
                                + ".find(e => e.textContent.trim() === '" + text + "'))")
                .equals("true");
    }

    private void picture(String name) throws Exception {
        if (Boolean.getBoolean("caravan.docs.write")) {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name), browser.picture());
        }
    }
}
