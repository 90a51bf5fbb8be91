package dev.caravan.component.wire;

import dev.caravan.store.DaemonThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
            DaemonThreads.every(Duration.ofSeconds(1), "caravan-watchdog", this::tick)
                    .start();
        }
    }
}
