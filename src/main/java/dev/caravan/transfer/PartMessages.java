package dev.caravan.transfer;

import dev.caravan.message.Message;
import dev.caravan.message.PartMessage;
import dev.caravan.message.PartPlan;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Iterates over the messages of missing parts in queue batches, created on demand. */
final class PartMessages implements Iterator<List<Message>> {

    private final Transfer transfer;
    private final PartsInFlight parts;

    PartMessages(Transfer transfer) {
        this.transfer = transfer;
        this.parts = transfer.parts();
    }

    @Override
    public boolean hasNext() {
        return parts.hasNext();
    }

    @Override
    public List<Message> next() {
        List<Message> batch = new ArrayList<>(Message.BATCH);
        do {
            batch.add(message(parts.next()));
        } while (batch.size() < Message.BATCH && parts.hasNext());
        return batch;
    }

    private Message message(int number) {
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
