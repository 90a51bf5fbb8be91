package dev.caravan.command.run;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.ConsoleMode;
import dev.caravan.job.ConsoleOptions;
import dev.caravan.job.Job;
import dev.caravan.observe.console.Console;
import dev.caravan.observe.console.ConsoleServer;
import dev.caravan.observe.console.Password;
import dev.caravan.observe.console.RunState;
import dev.caravan.observe.console.RunView;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** The console of one run, from before its start to after its end, if the job has one. */
final class RunConsole implements AutoCloseable {

    /** The archive of Hawtio's files in the distribution. */
    private static final String HAWTIO = "lib/hawtio/hawtio-static.zip";

    /** The system property that keeps the console open until the process is stopped, for demonstrations. */
    private static final String LINGER = "caravan.console.linger";

    private final RunState state = new RunState();
    private final boolean lingers;
    private final Console console;

    /** Binds the port and prints the address; throws if the port is in use or the password file is wrong. */
    RunConsole(Job job, String mode, Surroundings surroundings, Watching watching, PrintWriter out)
            throws CannotStartException {
        lingers = Boolean.parseBoolean(surroundings.systemProperties().get(LINGER));
        if (!job.console().on()) {
            console = null;
            return;
        }
        ConsoleServer server = listen(job.console());
        RunView view = new RunView(job, mode, Program.version(), state, watching::watched);
        Path hawtio = surroundings.home().orElse(Path.of("")).resolve(HAWTIO);
        console = new Console(server, view, hawtio, job.console().mode() == ConsoleMode.OPERATE);
        for (String path : List.of("/health", "/metrics")) {
            console.mount(path, () -> watching.handlers().get(path));
        }
        try {
            console.start();
        } catch (IOException e) {
            server.close();
            throw new CannotStartException("--console: " + hawtio + " can't be read: " + e.getMessage(), e);
        }
        out.println("console: " + console.address());
    }

    static ConsoleServer listen(ConsoleOptions options) throws CannotStartException {
        Password password;
        try {
            password = options.passwordFile() == null ? null : Password.read(options.passwordFile());
        } catch (IOException e) {
            throw CannotStartException.configuration("--console-password-file: " + e.getMessage(), e);
        }
        try {
            return new ConsoleServer(options.port(), password);
        } catch (IOException e) {
            String why = e instanceof BindException
                    ? "is taken; name another, or 0 for a free one"
                    : "can't be opened: " + e.getMessage();
            throw new CannotStartException("--console-port: port " + options.port() + " of 127.0.0.1 " + why, e);
        }
    }

    /** Runs the job and shows how it ended; returns its result. */
    int show(Callable<Integer> run) throws Exception {
        try {
            int code = run.call();
            state.done(
                    switch (code) {
                        case ExitCode.OBJECTS_FAILED -> "but some objects failed";
                        case ExitCode.LIMIT_REACHED -> "at a limit, and work is left";
                        default -> "";
                    });
            if (console != null && lingers) {
                new CountDownLatch(1).await();
            }
            return code;
        } catch (Exception e) {
            state.failed(Failures.message(ControlPlaneProblem.translated(e)));
            throw e;
        }
    }

    RunState state() {
        return state;
    }

    @Override
    public void close() {
        if (console != null) {
            console.close();
        }
    }
}
