package dev.caravan.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects messages and notes from a text of the queue. The notes are limited: a text may have a thousand ignored
 * events.
 */
final class IncomingBuilder {

    private static final int MAX_NOTES = 10;

    private final List<Message> messages = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int notesLeftOut;

    void add(Message message) {
        messages.add(message);
    }

    void note(String note) {
        if (notes.size() < MAX_NOTES) {
            notes.add(note);
        } else {
            notesLeftOut++;
        }
    }

    Incoming build() {
        if (notesLeftOut > 0) {
            notes.add("and " + notesLeftOut + " more were ignored");
        }
        return new Incoming(messages, notes);
    }
}
