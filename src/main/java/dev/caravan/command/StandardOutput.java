package dev.caravan.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where results go, in UTF-8. A {@link PrintWriter} only says that it has failed; this one also says why. */
public final class StandardOutput extends PrintWriter {

    private final Remembering stream;

    private StandardOutput(Remembering stream) {
        super(stream, true, StandardCharsets.UTF_8);
        this.stream = stream;
    }

    /**
     * Returns the standard output over a stream.
     *
     * @param stream throws an exception when it can't write, which a {@link java.io.PrintStream} doesn't
     */
    public static StandardOutput to(OutputStream stream) {
        return new StandardOutput(new Remembering(stream));
    }

    /** Why the output can't be written; empty where that isn't known. */
    static String why(PrintWriter out) {
        return out instanceof StandardOutput standard && standard.stream.failure != null
                ? ": " + standard.stream.failure.getMessage()
                : "";
    }

    /** Keeps the first failure. */
    private static final class Remembering extends FilterOutputStream {

        private volatile IOException failure;

        Remembering(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                }
                throw e;
            }
        }
    }
}
