package dev.caravan.local;

import java.io.IOException;

/** Tells the connection to close with a reset. */
final class ConnectionReset extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionReset() {
        super("reset by a fault");
    }
}
