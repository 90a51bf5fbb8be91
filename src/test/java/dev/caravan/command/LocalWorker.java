package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.WorkerRun;
import dev.caravan.fleet.Drain;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobReader;
import dev.caravan.job.Settings;
import dev.caravan.local.TestScope;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** A worker in a thread of this process, for tests that don't need a separate process. */
final class LocalWorker {

    private static final int SECONDS_TO_END = 120;

    private final Drain drain = new Drain();
    private final StringWriter output = new StringWriter();
    private final FutureTask<Integer> run;
    private final Log log = new Log();

    private LocalWorker(Job job, Map<String, String> systemProperties) {
        PrintWriter writer = new PrintWriter(output, true);
        Surroundings surroundings = new Surroundings(systemProperties, Map.of(), writer, writer);
        run = new FutureTask<>(() -> new WorkerRun(job, surroundings, drain).run());
    }

    /**
     * Starts the worker.
     *
     * @param environment the complete environment; the system properties of this process name the AWS endpoints
     */
    static LocalWorker start(Map<String, String> environment, Map<String, String> systemProperties) {
        try {
            Job job = JobReader.read(null, null, new Settings(Map.of(), systemProperties, environment, Map.of()));
            FleetArguments.require(job);
            LocalWorker worker = new LocalWorker(job, systemProperties);
            worker.log.start();
            root().addAppender(worker.log);
            new Thread(worker.run, "worker").start();
            return worker;
        } catch (InvalidJobException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    boolean isRunning() {
        return !run.isDone();
    }

    /** Returns the worker's output so far, and the log of Caravan and Camel in this process since its start. */
    String output() {
        return output.toString();
    }

    /** Drains the worker as SIGTERM does, and waits for its end. */
    void end() throws InterruptedException {
        end(SECONDS_TO_END);
    }

    /** Drains the worker as SIGTERM does, and waits this number of seconds for its end. */
    void end(int seconds) throws InterruptedException {
        drain.ask(new Drain.Reason("SIGTERM", ExitCode.TERMINATED));
        assertThat(exitCode(seconds)).as(output()).isEqualTo(ExitCode.TERMINATED);
    }

    /** Waits for the worker's end and returns the exit code. */
    int exitCode(int seconds) throws InterruptedException {
        try {
            return run.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the worker doesn't end: " + output(), e);
        } finally {
            root().detachAppender(log);
            assertThat(output()).doesNotContain("-secret");
        }
    }

    /** Adds the program's log to the output. The servers of the tests log in this process too. */
    private final class Log extends AppenderBase<ILoggingEvent> {

        private final TestScope scope = TestScope.current();

        @Override
        protected void append(ILoggingEvent event) {
            if (TestScope.current() != scope || !event.getLevel().isGreaterOrEqual(Level.INFO)) {
                return;
            }
            String logger = event.getLoggerName();
            if (logger.startsWith("dev.caravan.") || logger.startsWith("org.apache.camel.")) {
                output.append(event.getFormattedMessage() + "\n");
            }
        }
    }
}
