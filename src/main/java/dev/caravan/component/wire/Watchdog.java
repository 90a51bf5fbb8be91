package dev.caravan.component.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Looks at all open connections once a second and cuts those whose store is too slow. One thread serves the whole process. */
final class Watchdog {

    static final Watchdog OF_PROCESS = new Watchdog();

    private final Set<WatchedSocket> sockets = ConcurrentHashMap.newKeySet();
    private boolean started;

    /** An unconnected socket that is watched until it is closed. */
    WatchedSocket socket(Patience untilConnected, int longestSilence) {
        WatchedSocket socket = new WatchedSocket(sockets::remove, untilConnected, longestSilence);
        sockets.add(socket);
        return socket;
    }

    /** Counts a second for all connections. */
    void tick() {
        sockets.forEach(WatchedSocket::tick);
    }

    synchronized void start() {
        if (!started) {
            started = true;
            Thread thread = new Thread(this::run, "caravan-watchdog");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
