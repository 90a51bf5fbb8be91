package dev.caravan.flow;

import dev.caravan.progress.Progress;
import dev.caravan.store.ObjectContent;
import dev.caravan.transfer.Transfer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;

/** Counts the bytes of a content as they pass and limits their rate. */
public record Meter(Progress progress, Bandwidth bandwidth) {

    void measure(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof ObjectContent content) {
            exchange.getMessage()
                    .setBody(content.through(
                            new Metered(content.stream(), InFlight.of(exchange), Transfers.of(exchange))));
        }
    }

    private final class Metered extends FilterInputStream {

        /** The recorded transfer; null without monitoring. */
        private final InFlight.Moving moving;

        private final Transfer transfer;

        Metered(InputStream in, InFlight.Moving moving, Transfer transfer) {
            super(in);
            this.moving = moving;
            this.transfer = transfer;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) {
                passed(1);
            }
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            if (n > 0) {
                passed(n);
            }
            return n;
        }

        private void passed(int bytes) throws IOException {
            progress.moved(bytes);
            if (transfer != null) {
                transfer.moves(bytes);
                if (transfer.hasLostHistory()) {
                    throw new IOException("another worker copies the versions of this key by now");
                }
            }
            if (moving != null) {
                moving.move(bytes);
            }
            bandwidth.take(bytes);
        }
    }
}
