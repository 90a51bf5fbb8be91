package dev.caravan.component.wire;

import dev.caravan.store.DaemonThreads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Checks all open connections once a second and cuts those whose store is too slow, in one thread for the process. */
final class Watchdog {

    static final Watchdog OF_PROCESS = new Watchdog();

    private final Set<WatchedSocket> sockets = ConcurrentHashMap.newKeySet();
    private boolean started;

    /** Returns an unconnected socket that is watched until it is closed. */
    WatchedSocket socket(Patience untilConnected, int longestSilence) {
        WatchedSocket socket = new WatchedSocket(sockets::remove, untilConnected, longestSilence);
        sockets.add(socket);
        return socket;
    }

    void tick() {
        sockets.forEach(WatchedSocket::tick);
    }

    synchronized void start() {
        if (!started) {
            started = true;
            Thread thread = DaemonThreads.one("caravan-watchdog", this::run);
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
