package dev.caravan.observe.logs;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.Map;

/** Converts each line of text to a one-line JSON object; drops empty lines. */
final class JsonLines extends Writer {

    private static final String LOGGER = "caravan";

    private final PrintWriter out;
    private final StringBuilder begun = new StringBuilder();

    JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void write(char[] text, int offset, int length) {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                if (text[i] == '\n') {
                    end();
                } else if (text[i] != '\r') {
                    begun.append(text[i]);
                }
            }
        }
    }

    private void end() {
        if (!begun.isEmpty()) {
            out.println(JsonLine.of(Instant.now(), "INFO", LOGGER, begun.toString(), Map.of()));
            begun.setLength(0);
        }
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        synchronized (lock) {
            end();
        }
        out.flush();
    }
}
