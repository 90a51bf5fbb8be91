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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** The console of one run, from before its start to after its end, if the job has one. */
final class RunConsole implements AutoCloseable {

    /** The archive of Hawtio's files in the distribution. */
    private static final String HAWTIO = "lib/hawtio/hawtio-static.zip";

    /** The system property that keeps the console open until the process is stopped, for demonstrations. */
    private static final String LINGER = "caravan.console.linger";

    private final RunState state = new RunState();
    private final Watching watching;
    private final boolean lingers;
    private Console console;

    private RunConsole(Watching watching, boolean lingers) {
        this.watching = watching;
        this.lingers = lingers;
    }

    /**
     * Binds the port and prints the address.
     *
     * @param mode sync, finder or worker
     * @throws CannotStartException if the port is in use or the password file is wrong
     */
    static RunConsole open(
            Job job, String mode, Map<String, String> systemProperties, Watching watching, PrintWriter out)
            throws CannotStartException {
        RunConsole opened = new RunConsole(watching, Boolean.parseBoolean(systemProperties.getOrDefault(LINGER, "")));
        if (job.console().on()) {
            opened.start(job, mode, Path.of(systemProperties.getOrDefault(Surroundings.HOME, ""), HAWTIO));
            out.println("console: " + opened.console.address());
            out.flush();
        }
        return opened;
    }

    private void start(Job job, String mode, Path hawtio) throws CannotStartException {
        ConsoleOptions options = job.console();
        ConsoleServer server = listen(options);
        RunView view = new RunView(job, mode, Program.version(), state, watching::watched);
        console = new Console(server, view, hawtio, options.mode() == ConsoleMode.OPERATE);
        for (String path : List.of("/health", "/metrics")) {
            console.mount(path, () -> watching.handlers().get(path));
        }
        try {
            console.start();
        } catch (IOException e) {
            server.close();
            throw new CannotStartException("--console: " + hawtio + " can't be read: " + e.getMessage(), e);
        }
    }

    private static Password password(ConsoleOptions options) throws CannotStartException {
        try {
            return options.passwordFile() == null ? null : Password.read(options.passwordFile());
        } catch (IOException e) {
            throw CannotStartException.configuration("--console-password-file: " + e.getMessage(), e);
        }
    }

    static ConsoleServer listen(ConsoleOptions options) throws CannotStartException {
        Password password = password(options);
        try {
            return new ConsoleServer(options.port(), password);
        } catch (BindException e) {
            throw new CannotStartException(
                    "--console-port: port " + options.port()
                            + " of 127.0.0.1 is taken; name another, or 0 for a free one",
                    e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "--console-port: port " + options.port() + " of 127.0.0.1 can't be listened to: " + e.getMessage(),
                    e);
        }
    }

    /** Runs the job and shows how it ended; returns its result. */
    int show(Callable<Integer> run) throws Exception {
        try {
            int code = run.call();
            state.done(
                    switch (code) {
                        case ExitCode.OBJECTS_FAILED -> "but some objects failed";
                        case ExitCode.LIMIT_REACHED -> "at a limit, and something is left to do";
                        default -> "";
                    });
            if (console != null && lingers) {
                new CountDownLatch(1).await();
            }
            return code;
        } catch (Exception e) {
            Exception told = ControlPlaneProblem.translated(e);
            state.failed(told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage());
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
