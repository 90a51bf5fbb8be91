package dev.caravan.command.run;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.fleet.FleetReader;
import dev.caravan.job.ConsoleOptions;
import dev.caravan.job.FleetNames;
import dev.caravan.observe.console.FleetConsole;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/** Shows a fleet's page until the process is stopped. */
public final class FleetConsoleRun {

    private FleetConsoleRun() {}

    /**
     * Shows the fleet until a signal ends the process.
     *
     * @throws CannotStartException if the port is in use or the password file is wrong
     * @throws ControlPlaneException if queue or table can't be read
     */
    public static void show(FleetNames names, ConsoleOptions options, PrintWriter out)
            throws CannotStartException, ControlPlaneException, InterruptedException {
        try (ControlPlane services = ControlPlane.impatient();
                FleetConsole console = new FleetConsole(
                        RunConsole.listen(options), Program.version(), new FleetReader(services, names, true))) {
            console.start();
            out.println("console: " + console.address());
            new CountDownLatch(1).await();
        }
    }
}
