package dev.caravan.flow;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.PartSum;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.PartMessage;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.transfer.SummedStream;
import dev.caravan.transfer.Transfer;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step between GET and PUT or UploadPart: counts bytes as they pass, limits their rate, and compares them with the
 * source's checksum.
 */
public record Check(Meter meter, VerifyMode verify) implements Processor {

    /** The checksum of an exchange's part; absent before its last byte. */
    private static final String SUM = "CaravanSum";

    @Override
    public void process(Exchange exchange) {
        meter.measure(exchange);
        if (exchange.getProperty(MultipartSteps.PART) == null) {
            verifyObject(exchange);
        } else {
            verifyPart(exchange);
        }
    }

    /**
     * Checks a whole object: releases the last byte only if all match the source's checksum. An MD5 that the
     * destination verifies is enough, unless it has proved wrong once.
     */
    private void verifyObject(Exchange exchange) {
        if (verify == VerifyMode.NONE || !(exchange.getMessage().getBody() instanceof ObjectContent content)) {
            return;
        }
        Transfer transfer = Transfers.of(exchange);
        ObjectInfo info = content.info();
        if (info.etagIsMd5() && transfer.md5() == null && !transfer.doubtful()) {
            return;
        }
        KeptChecksum kept = KeptChecksum.ofWhole(info.checksum());
        if (kept == null) {
            if (verify == VerifyMode.FULL) {
                transfer.markUnverified();
            }
        } else if (content.length() == 0) {
            // No byte will be read.
            kept.requireOf(List.of(KeptChecksum.start(kept.kind()).end()));
        } else {
            exchange.getMessage()
                    .setBody(content.through(new SummedStream(
                            content.stream(),
                            content.length(),
                            KeptChecksum.start(kept.kind()),
                            sum -> kept.requireOf(List.of(sum)))));
        }
    }

    /** Computes a part's checksum, which is compared when all parts are known. */
    private static void verifyPart(Exchange exchange) {
        exchange.removeProperty(SUM);
        Transfer transfer = Transfers.of(exchange);
        Kind kind = transfer.message() instanceof PartMessage part
                ? part.kept()
                : transfer.parts().keptKind();
        if (kind != null && exchange.getMessage().getBody() instanceof ObjectContent content) {
            exchange.getMessage()
                    .setBody(content.through(new SummedStream(
                            content.stream(),
                            content.length(),
                            KeptChecksum.start(kind),
                            sum -> exchange.setProperty(SUM, sum))));
        }
    }

    /** Returns the checksum of the last moved part; null if not computed. */
    static PartSum sum(Exchange exchange) {
        return exchange.getProperty(SUM, PartSum.class);
    }
}
