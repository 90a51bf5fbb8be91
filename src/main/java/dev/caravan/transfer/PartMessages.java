package dev.caravan.transfer;

import dev.caravan.message.Message;
import dev.caravan.message.PartMessage;
import dev.caravan.message.PartPlan;
import java.util.Iterator;

/** The messages of an upload's parts that are missing, made one after the other as they are asked for. */
final class PartMessages implements Iterator<Message> {

    private final Transfer transfer;
    private final PartsInFlight parts;

    private PartMessages(Transfer transfer) {
        this.transfer = transfer;
        this.parts = transfer.parts();
    }

    static Iterator<Message> of(Transfer transfer) {
        return new PartMessages(transfer);
    }

    @Override
    public boolean hasNext() {
        return parts.hasNext();
    }

    @Override
    public Message next() {
        int number = parts.next();
        PartPlan plan = parts.plan();
        return new PartMessage(
                transfer.message().key(),
                transfer.uploadId(),
                number,
                plan.parts(),
                plan.range(number).offset(),
                plan.range(number).length(),
                transfer.source().etag(),
                parts.keptKind());
    }
}
