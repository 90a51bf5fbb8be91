package dev.caravan.flow;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.PartSum;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.PartMessage;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.transfer.SummedStream;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The steps that compare what is read with the checksum that its source keeps of the whole object. */
public final class VerifySteps {

    /** The sum of the bytes that an exchange has read of one part; absent before its last byte. */
    private static final String SUM = "CaravanSum";

    private final VerifyMode verify;

    public VerifySteps(VerifyMode verify) {
        this.verify = verify;
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of(
                "verifyObject", this::verifyObject,
                "verifyPart", VerifySteps::verifyPart);
    }

    /**
     * Between GET and PUT of a whole object: the last byte is handed on only if all of them are what the source keeps. An MD5
     * that the destination holds the bytes to does as well; one that has proved wrong once doesn't.
     */
    private void verifyObject(Exchange exchange) {
        if (verify == VerifyMode.NONE || !(exchange.getMessage().getBody() instanceof ObjectContent content)) {
            return;
        }
        Transfer transfer = Transfer.of(exchange);
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

    /** Between GET and UploadPart: the part's sum is kept until all parts are known. */
    private static void verifyPart(Exchange exchange) {
        exchange.removeProperty(SUM);
        Transfer transfer = Transfer.of(exchange);
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

    /** The sum of the part that was moved last; null where none was to be computed. */
    static PartSum sum(Exchange exchange) {
        return exchange.getProperty(SUM, PartSum.class);
    }
}
