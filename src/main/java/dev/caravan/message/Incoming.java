package dev.caravan.message;

import java.util.ArrayList;
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

    /** Collects messages and a few notes: a text may have a thousand ignored events. */
    static final class Builder {

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
}
