package dev.caravan.message;

import java.util.List;

/**
 * The content of a text from the queue.
 *
 * @param messages work in the order of the text; may be empty
 * @param notes ignored content with reasons: at most a few escaped lines for the log
 */
public record Incoming(List<Message> messages, List<String> notes) {

    public Incoming {
        messages = List.copyOf(messages);
        notes = List.copyOf(notes);
    }
}
