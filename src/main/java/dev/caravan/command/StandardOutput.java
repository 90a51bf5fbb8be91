package dev.caravan.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Standard output in UTF-8, which keeps the reason of a failure; {@link PrintWriter} only knows that it failed. */
public final class StandardOutput extends PrintWriter {

    private final Remembering stream;

    private StandardOutput(Remembering stream) {
        super(stream, true, StandardCharsets.UTF_8);
        this.stream = stream;
    }

    /** Returns the output over a stream that throws on failures, unlike {@link java.io.PrintStream}. */
    public static StandardOutput to(OutputStream stream) {
        return new StandardOutput(new Remembering(stream));
    }

    /** Returns why the output can't be written; empty if unknown. */
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
