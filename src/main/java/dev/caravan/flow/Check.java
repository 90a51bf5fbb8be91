package dev.caravan.flow;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.PartSum;
import dev.caravan.checksum.RunningSum;
import dev.caravan.checksum.SummedStream;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.PartMessage;
import dev.caravan.progress.Progress;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.transfer.Transfer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step between GET and PUT or UploadPart: counts bytes as they pass, limits their rate, and compares them with the
 * source's checksum.
 */
public record Check(Progress progress, Bandwidth bandwidth, VerifyMode verify) implements Processor {

    /** The checksum of an exchange's part; absent before its last byte. */
    private static final String SUM = "CaravanSum";

    @Override
    public void process(Exchange exchange) {
        boolean isPart = exchange.getProperty(MultipartSteps.PART) != null;
        if (isPart) {
            exchange.removeProperty(SUM);
        }
        if (exchange.getMessage().getBody() instanceof ObjectContent content) {
            Transfer transfer = Transfers.of(exchange);
            ObjectContent metered = content.through(new Metered(content.stream(), InFlight.of(exchange), transfer));
            exchange.getMessage().setBody(isPart ? part(metered, transfer, exchange) : whole(metered, transfer));
        }
    }

    /**
     * Checks a whole object: releases the last byte only if all match the source's checksum. An MD5 that the
     * destination verifies is enough, unless it has proved wrong once.
     */
    private ObjectContent whole(ObjectContent content, Transfer transfer) {
        ObjectInfo info = content.info();
        if (verify == VerifyMode.NONE || (info.etagIsMd5() && transfer.md5() == null && !transfer.doubtful())) {
            return content;
        }
        KeptChecksum kept = KeptChecksum.ofWhole(info.checksum());
        if (kept == null) {
            if (verify == VerifyMode.FULL) {
                transfer.markUnverified();
            }
            return content;
        }
        if (content.length() == 0) {
            // No byte will be read.
            kept.requireOf(List.of(KeptChecksum.start(kept.kind()).end()));
            return content;
        }
        return summed(content, kept.kind(), sum -> kept.requireOf(List.of(sum)));
    }

    /** Computes a part's checksum, which is compared when all parts are known. */
    private static ObjectContent part(ObjectContent content, Transfer transfer, Exchange exchange) {
        Kind kind = transfer.message() instanceof PartMessage part
                ? part.kept()
                : transfer.parts().keptKind();
        return kind == null ? content : summed(content, kind, sum -> exchange.setProperty(SUM, sum));
    }

    private static ObjectContent summed(ObjectContent content, Kind kind, Consumer<PartSum> whole) {
        RunningSum sum = KeptChecksum.start(kind);
        return content.through(
                new SummedStream(content.stream(), content.length(), sum::update, () -> whole.accept(sum.end())));
    }

    /** Returns the checksum of the last moved part; null if not computed. */
    static PartSum sum(Exchange exchange) {
        return exchange.getProperty(SUM, PartSum.class);
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
                progress.underWay(bytes);
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
