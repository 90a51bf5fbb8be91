package dev.caravan.component.wire;

import java.io.IOException;

/** Signals that the content to send can't be read: the source failed, not the destination. */
public final class SourceFailure extends IOException {

    public SourceFailure(long done, long length, IOException cause) {
        super(
                "reading the content from its source failed after " + done + " of " + length + " bytes: "
                        + cause.getMessage(),
                cause);
    }
}
