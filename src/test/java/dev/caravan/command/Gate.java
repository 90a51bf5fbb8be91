package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalS3;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Holds requests until the test releases them. So a test knows the state of a run, and stops it in this state. */
final class Gate implements AutoCloseable {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final LocalS3 server;
    private final Fault fault;

    private Gate(LocalS3 server, Fault requests) {
        this.server = server;
        this.fault = server.faults().add(requests.then(FaultAction.before(this::hold)));
    }

    /** Makes a gate that holds all of these requests. */
    static Gate before(LocalS3 server, Fault requests) {
        return new Gate(server, requests);
    }

    private void hold() {
        reached.countDown();
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the gate holds a request. */
    void awaitReached(CaravanProcess process) throws InterruptedException {
        awaitReached(process::output);
    }

    /** Waits until the gate holds a request. */
    void awaitReached(Supplier<String> output) throws InterruptedException {
        assertThat(reached.await(60, TimeUnit.SECONDS)).as(output).isTrue();
    }

    /** Releases all requests, also later ones. */
    @Override
    public void close() {
        server.faults().remove(fault);
        open.countDown();
    }
}
