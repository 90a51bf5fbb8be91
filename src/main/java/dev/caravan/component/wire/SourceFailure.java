package dev.caravan.component.wire;

import java.io.IOException;

/** The content that was to be sent couldn't be read: the fault lies with where it comes from, not where it goes to. */
public final class SourceFailure extends IOException {

    public SourceFailure(long done, long length, IOException cause) {
        super(
                "reading the content from its source failed after " + done + " of " + length + " bytes: "
                        + cause.getMessage(),
                cause);
    }
}
