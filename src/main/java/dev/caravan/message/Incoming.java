package dev.caravan.message;

import java.util.ArrayList;
import java.util.List;

/**
 * The content of a text from the queue.
 *
 * @param messages work in the order of the text; may be empty
 * @param notes ignored content with reasons: at most a few escaped lines for the log
 * @param fault of the first unreadable part beside the messages; null for none
 */
public record Incoming(List<Message> messages, List<String> notes, InvalidMessageException fault) {

    public Incoming {
        messages = List.copyOf(messages);
        notes = List.copyOf(notes);
    }

    /** Creates the content of a text that is readable as a whole. */
    public Incoming(List<Message> messages, List<String> notes) {
        this(messages, notes, null);
    }

    /** Collects messages and a few notes: a text may have a thousand ignored events. */
    static final class Builder {

        private static final int MAX_NOTES = 10;

        private final List<Message> messages = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private int notesLeftOut;
        private InvalidMessageException fault;

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

        void unreadable(InvalidMessageException why) {
            fault = fault == null ? why : fault;
        }

        /** @throws InvalidMessageException if a part is unreadable, and no other part is a message */
        Incoming build() {
            if (fault != null && messages.isEmpty()) {
                throw fault;
            }
            if (notesLeftOut > 0) {
                notes.add("and " + notesLeftOut + " more were ignored");
            }
            return new Incoming(messages, notes, fault);
        }
    }
}
