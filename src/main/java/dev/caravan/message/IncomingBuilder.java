package dev.caravan.message;

import java.util.ArrayList;
import java.util.List;

/** Gathers what a text from the queue asks for. A text of a thousand events that are ignored isn't worth a thousand notes. */
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
