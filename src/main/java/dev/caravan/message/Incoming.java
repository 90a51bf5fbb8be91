package dev.caravan.message;

import java.util.List;

/**
 * What a text from the queue asks for.
 *
 * @param messages what is to be done, in the order in which the text has it; may be none
 * @param notes what of the text is ignored, and why: a few lines for a log at most, escaped
 */
public record Incoming(List<Message> messages, List<String> notes) {

    public Incoming {
        messages = List.copyOf(messages);
        notes = List.copyOf(notes);
    }
}
