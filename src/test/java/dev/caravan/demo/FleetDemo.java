package dev.caravan.demo;

import static org.awaitility.Awaitility.await;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionTimeoutException;

/** {@code ./caravan demo fleet}: runs a finder and workers as separate processes, and simulates failures. */
public final class FleetDemo implements AutoCloseable {

    private static final int ENOUGH_TO_SEE = 60;
    private static final String FORBIDDEN = "private/diary.txt";
    private static final String REMOVED = "pages/2/2.html";
    private static final int KILLED = 128 + 9;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DemoCloud cloud = new DemoCloud();
    private final List<DemoProcess> workers = new CopyOnWriteArrayList<>();
    private final Path home;
    private final Path folder;
    private final Size size;
    private final PrintWriter out;
    private int commands;

    /**
     * The size of the demo.
     *
     * @param workers the number of worker processes, 2 or more
     * @param pages the number of small objects, 100 or more
     */
    record Size(int workers, int pages) {

        static final Size FULL = new Size(3, 600);
    }

    /**
     * Starts the local cloud.
     *
     * @param home the distribution's folder
     * @param folder exists; it gets the output of the processes
     */
    FleetDemo(Path home, Path folder, Size size, PrintWriter out) {
        this.home = home;
        this.folder = folder;
        this.size = size;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        boolean keep = List.of(arguments).equals(List.of("--keep"));
        if (arguments.length > 0 && !keep) {
            System.err.println("caravan demo fleet: the only option is --keep, which leaves the local cloud running");
            System.exit(ExitCode.USAGE);
        }
        Path home =
                Path.of(System.getProperty("caravan.home", "target/caravan")).toAbsolutePath();
        Path folder = Files.createDirectories(home.resolveSibling("demo-fleet"));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        // DynamoDB Local prints its configuration to System.out.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        int code;
        try (FleetDemo demo = new FleetDemo(home, folder, Size.FULL, out)) {
            Runtime.getRuntime().addShutdownHook(new Thread(demo::killWorkers));
            code = demo.run();
            if (keep && code == ExitCode.DONE) {
                demo.keep();
            }
        }
        System.exit(code);
    }

    /**
     * Runs all steps of the demo.
     *
     * @return 0 only if everything was verified
     */
    public int run() throws Exception {
        long begin = System.nanoTime();
        try {
            begin();
            find();
            work();
            interfere();
            settle();
            mend();
            end();
        } catch (DemoFailed e) {
            out.println("caravan demo fleet: " + e.getMessage());
            return ExitCode.OBJECTS_FAILED;
        }
        out.println(
                "The demo took " + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s.");
        return ExitCode.DONE;
    }

    private void begin() throws IOException {
        Library.fill(cloud.source, size.pages());
        cloud.source.put(FORBIDDEN, "not for everybody");
        cloud.there.faults().add(latency(Operation.PUT, 250));
        cloud.there.faults().add(latency(Operation.UPLOAD_PART, 500));
        List<String> exports = cloud.environment().entrySet().stream()
                .map(entry -> "export " + entry.getKey() + "='" + entry.getValue() + "'")
                .toList();
        Files.write(folder.resolve("env.sh"), exports);
        say("This process runs two S3 servers, ElasticMQ (in place of Amazon SQS) and DynamoDB Local.");
        say("  s3://library holds " + cloud.source.size() + " objects.");
        say("  s3://mirror is empty. It takes 250 ms for each PUT, and denies the PUT of " + FORBIDDEN + ".");
        say("The finder and each worker are separate processes with this environment:");
        say("");
        exports.forEach(export -> say("  " + export));
        say("");
        say("The file " + folder.resolve("env.sh") + " has these lines. The logs of the processes are beside it.");
    }

    private static Fault latency(Operation operation, int millis) {
        return Fault.on(operation).then(FaultAction.latency(Duration.ofMillis(millis)));
    }

    private void find() throws Exception {
        chapter("The finder compares the buckets and queues what differs.");
        show("finder");
        say(cloud.queue.depth().visible() + " messages wait on the queue.");
    }

    private void work() throws Exception {
        chapter(size.workers() + " workers process the messages. One worker is killed while it works.");
        cloud.there
                .faults()
                .add(Fault.on(Operation.PUT).key(FORBIDDEN::equals).then(FaultAction.answer(403, "AccessDenied")));
        for (int i = 1; i <= size.workers(); i++) {
            DemoProcess worker =
                    DemoProcess.start(home, folder.resolve("worker-" + i + ".log"), cloud.environment(), "worker");
            workers.add(worker);
            say("$ caravan worker &     # process " + worker.id());
        }
        until(
                "all workers have begun",
                () -> workers.stream().allMatch(worker -> worker.output().contains("worker: s3://library")));
        int there = cloud.destination.size();
        until("the workers go on", () -> cloud.destination.size() > there + ENOUGH_TO_SEE);
        DemoProcess victim = workers.remove(0);
        victim.kill();
        require(victim.end() == KILLED, "the worker ended before it was killed");
        say("$ kill -9 " + victim.id());
        say("  " + cloud.destination.size()
                + " objects are at the destination. The messages of the killed worker return");
        say("  to the queue after VISIBILITY_TIMEOUT, " + DemoCloud.VISIBILITY_TIMEOUT
                + " s. The other workers renew theirs.");
    }

    private void interfere() throws Exception {
        chapter("The source changes. Its events and an invalid message reach the queue.");
        Notifications events = new Notifications(cloud.source.name());
        cloud.queue.send(events.created(cloud.source.put("news/today.html", "fresh")));
        say("  news/today.html is new            an event in the form of S3");
        cloud.queue.send(events.createdThroughSns(cloud.source.put("pages/1/1.html", Content.synthetic(77, 5000))));
        say("  pages/1/1.html is overwritten     an event through SNS");
        cloud.source.remove(REMOVED);
        cloud.queue.send(events.removedThroughEventBridge(REMOVED));
        say("  " + REMOVED + " is removed         an event through EventBridge");
        cloud.queue.send("{\"key\": this is no message");
        say("  {\"key\": this is no message       an invalid message");
        tell("status");
    }

    private void settle() throws Exception {
        chapter("The other workers do the rest, including the messages of the killed worker.");
        awaitEmptyQueue();
        say("The queue is empty. " + cloud.destination.size() + " of " + cloud.source.size()
                + " objects are at the destination. The dead-letter queue has the others, each with a reason:");
        cloud.queue
                .peekDeadLetters()
                .forEach(letter ->
                        say("  " + letter.messageAttributes().get("Reason").stringValue()));
        // The killed worker may have sent a dead letter before it deleted the message. Then the queue has two dead
        // letters of one message.
        require(cloud.queue.deadLetters().all() >= 2, "there should be two dead letters");
        tell("status");
    }

    private void mend() throws Exception {
        chapter("The destination now allows the PUT of " + FORBIDDEN + ". caravan redrive returns the dead letters.");
        cloud.there.faults().clear();
        tell("redrive");
        awaitEmptyQueue();
        require(cloud.destination.get(FORBIDDEN).isPresent(), FORBIDDEN + " did not arrive");
        require(cloud.queue.deadLetters().all() == 1, "one dead letter should be left");
        say(FORBIDDEN + " is there now. The invalid message is in the dead-letter queue again.");
    }

    private void end() throws Exception {
        chapter("SIGTERM stops the workers. They finish their current objects.");
        for (DemoProcess worker : workers) {
            say("$ kill -TERM " + worker.id());
            worker.terminate();
        }
        for (DemoProcess worker : workers) {
            int code = worker.end();
            worker.output()
                    .lines()
                    .filter(line -> line.contains("worker: ended"))
                    .forEach(line -> say("  " + line));
            require(code == 128 + 15, "a worker ended with " + code + ":\n" + worker.output());
            say("  exit code " + code + ", as after each SIGTERM");
        }
        chapter("Another comparison finds no difference.");
        tell("finder");
        new FleetCheck(cloud, Set.of(REMOVED)).all();
        say("");
        say("Verified: all " + cloud.source.size()
                + " objects are at the destination, byte for byte, with the record DONE.");
        say(REMOVED + " is deleted there and has the record DELETED. The queue is empty. No upload is left.");
    }

    /** Leaves the local cloud running until Ctrl-C. */
    private void keep() throws InterruptedException {
        say("");
        say("The local cloud runs until Ctrl-C. Use it from another terminal, in this folder:");
        say("");
        say("  . " + folder.resolve("env.sh"));
        say("  ./caravan worker &");
        say("  COMPARE=always ./caravan finder     # queues all " + cloud.source.size() + " again");
        say("  ./caravan status");
        say("");
        say("Any S3 client can use the buckets with the endpoints and keys above.");
        new CountDownLatch(1).await();
    }

    private void awaitEmptyQueue() {
        until("the queue is empty", () -> cloud.queue.depth().equals(new LocalQueue.Depth(0, 0)));
    }

    private void until(String what, Callable<Boolean> condition) {
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                for (DemoProcess worker : workers) {
                    require(worker.lives(), "a worker ended:\n" + worker.output());
                }
                return condition.call();
            });
        } catch (ConditionTimeoutException e) {
            throw new DemoFailed("the demo waited " + PATIENCE.toSeconds() + " s without success until " + what, e);
        }
    }

    /** Runs a command to its end and prints its output. */
    private void show(String command) throws Exception {
        commands++;
        Path output = folder.resolve(commands + "-" + command + ".log");
        say("$ caravan " + command);
        try (DemoProcess process = DemoProcess.start(home, output, cloud.environment(), command)) {
            int code = process.end();
            process.output().lines().forEach(line -> say("  " + line));
            require(code == ExitCode.DONE, "caravan " + command + " ended with " + code);
        }
    }

    /** Runs a command in this process, which is quicker, and prints its output. */
    private void tell(String command) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        say("$ caravan " + command);
        int code = cloud.run(command, writer);
        said.toString().lines().forEach(line -> say("  " + line));
        require(code == ExitCode.DONE, "caravan " + command + " ended with " + code);
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new DemoFailed(otherwise);
        }
    }

    private void chapter(String title) {
        say("");
        say("== " + title);
    }

    private void say(String line) {
        out.println(line);
    }

    private void killWorkers() {
        workers.forEach(DemoProcess::kill);
    }

    @Override
    public void close() {
        killWorkers();
        cloud.close();
    }
}
