package dev.caravan.transfer;

import dev.caravan.local.MemoryStore;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.PartRequest;

/** Two buckets in memory, and transfers between them without routes. */
final class TwoStores implements Buckets {

    final MemoryStore source = new MemoryStore();
    final MemoryStore destination = new MemoryStore();

    TwoStores() {
        destination.copiesFrom(source);
    }

    @Override
    public MemoryStore source() {
        return source;
    }

    @Override
    public MemoryStore destination() {
        return destination;
    }

    /** Returns a transfer of the current object of the source, in its first attempt. */
    Transfer transfer(String key, Boolean lastTry) {
        ObjectInfo info = source.head(key);
        source.log.clear();
        Transfer transfer =
                new Transfer(new ObjectMessage(key, info.size(), info.etag(), info.lastModified()), 0, lastTry);
        transfer.name(key);
        transfer.beginAttempt(null);
        return transfer;
    }

    /** Moves one part, as the route does. */
    void move(Transfer transfer, int number) {
        String key = transfer.message().key();
        GetRequest range = new GetRequest(
                key, transfer.parts().plan().range(number), transfer.source().etag(), -1);
        try (ObjectContent content = source.get(range)) {
            PartRequest part = new PartRequest(transfer.destinationKey(), transfer.uploadId(), number);
            Upload.uploaded(transfer, destination.uploadPart(part, content), null);
        }
    }
}
