package dev.caravan.message;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Messages ten by ten, as many as one request to the queue takes (Amazon SQS, SendMessageBatch). */
public final class MessageBatches implements Iterator<List<Message>> {

    private static final int BATCH = 10;

    private final Iterator<Message> messages;

    public MessageBatches(Iterator<Message> messages) {
        this.messages = messages;
    }

    @Override
    public boolean hasNext() {
        return messages.hasNext();
    }

    @Override
    public List<Message> next() {
        List<Message> batch = new ArrayList<>(BATCH);
        do {
            batch.add(messages.next());
        } while (batch.size() < BATCH && messages.hasNext());
        return batch;
    }
}
