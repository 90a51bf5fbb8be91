package dev.caravan.component;

import dev.caravan.store.TransientException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The stream of a content for user steps. A step fails with the stream's plain exception; this adds a cause that says
 * whether a retry may help.
 */
final class PassingStream extends FilterInputStream {

    PassingStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw passing(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            throw passing(e);
        }
    }

    @Override
    public long skip(long bytes) throws IOException {
        try {
            return super.skip(bytes);
        } catch (IOException e) {
            throw passing(e);
        }
    }

    private static IOException passing(IOException failure) {
        return new IOException(failure.getMessage(), sourceFailed(failure));
    }

    static TransientException sourceFailed(IOException failure) {
        return new TransientException(
                "reading the content from its source failed: " + failure.getMessage(), 0, "SourceFailed", failure);
    }
}
