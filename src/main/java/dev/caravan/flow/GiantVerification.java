package dev.caravan.flow;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.job.StoreType;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.PartPlan;
import dev.caravan.store.ChangedException;
import dev.caravan.store.ContentMismatchException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.transfer.PartsInFlight;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The steps that compare a giant object, before it is made of its parts, with the checksum that its source keeps of the whole. */
public final class GiantVerification {

    /** How often all parts were read and weren't what the source keeps: {@code Integer}, set by who counts that. */
    public static final String READINGS = "CaravanReadings";

    /** Tells the routes that the parts aren't what the source keeps: {@code true}, or absent. */
    static final String MISMATCH = "CaravanMismatch";

    /** Says whether the source must be asked what it keeps: {@code true} or {@code false}. */
    static final String ASK = "CaravanAsk";

    private final VerifyMode verify;
    private final boolean asked;
    private final int attempts;

    /**
     * @param source whose store the source is: S3 sends no checksum without being asked for it
     * @param attempts how often an object is read before it has failed, at least 1
     */
    public GiantVerification(VerifyMode verify, StoreType source, int attempts) {
        this.verify = verify;
        this.asked = verify == VerifyMode.FULL || (verify == VerifyMode.AUTO && source != StoreType.S3);
        this.attempts = attempts;
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of(
                "askKept", this::askKept,
                "keptFound", this::keptFound,
                "giantAsKept", GiantVerification::giantAsKept,
                "readAgain", this::readAgain);
    }

    /** Whether the source is to be asked what it keeps, and by which key. */
    private void askKept(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        exchange.getMessage().setHeader(ASK, asked && transfer.parts() != null);
        exchange.getMessage()
                .setHeader(ObjectStoreHeaders.KEY, transfer.message().key());
    }

    /** After HEAD: if it is still the object that the parts are of, they are compared with what the source keeps of it. */
    private void keptFound(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        ObjectInfo now = exchange.getMessage().getBody(ObjectInfo.class);
        ObjectInfo copied = transfer.source();
        if (now.size() != copied.size() || !now.etag().equals(copied.etag())) {
            throw new ChangedException("the object was overwritten while it was copied", 0, "", null);
        }
        PartPlan plan = transfer.parts().plan();
        KeptChecksum kept = KeptChecksum.ofParts(now.checksum());
        boolean fits = kept != null && (plan.parts() == 1 || plan.partSize() % kept.alignment() == 0);
        if (fits) {
            transfer.uploading(transfer.uploadId(), new PartsInFlight(plan, kept, verify));
        } else if (verify == VerifyMode.FULL && kept != null) {
            throw new ChangedException("its parts were cut so that they can't be verified", 0, "", null);
        } else if (verify == VerifyMode.FULL) {
            transfer.markUnverified();
        }
    }

    /** All parts are there. Which of them is wrong, if they aren't what the source keeps, nobody knows. */
    private static void giantAsKept(Exchange exchange) {
        try {
            Transfer.of(exchange).parts().requireAsKept();
        } catch (ContentMismatchException e) {
            exchange.setProperty(MISMATCH, e);
            exchange.getMessage().setHeader(MISMATCH, true);
        }
    }

    /**
     * After the mismatch was counted: the body becomes the numbers of all parts, to be moved again.
     *
     * @throws ContentMismatchException where they were read as often as they may be
     */
    private void readAgain(Exchange exchange) {
        int readings = exchange.getProperty(READINGS, Integer.class);
        if (readings >= attempts) {
            throw new ContentMismatchException(
                    exchange.getProperty(MISMATCH, ContentMismatchException.class)
                                    .getMessage() + " (read " + readings + " times)",
                    true);
        }
        PartsInFlight parts = Transfer.of(exchange).parts();
        parts.forgetAll();
        exchange.getMessage().setBody(parts.missing());
    }
}
