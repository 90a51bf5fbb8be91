package dev.caravan.finder;

import dev.caravan.job.KeyLength;
import dev.caravan.job.KeyMapping;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.ObjectSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides about the objects of one range and passes messages on in chunks. Filtered objects stay unchanged on both
 * sides. Used by one thread.
 */
final class Verdicts {

    /** The maximum number of messages in a chunk, which bounds memory to a few pages. */
    private static final int CHUNK = 500;

    private final Task task;
    private final boolean required;
    private final KeyMapping mapping;
    private final int sourceFrom;
    private final int destinationFrom;
    private List<Message> messages = new ArrayList<>();
    private List<String> extras = new ArrayList<>();
    private long excluded;

    /** @param required whether the objects' keys were requested explicitly */
    Verdicts(Task task, boolean required) {
        this.task = task;
        this.required = required;
        this.mapping = task.mapping();
        this.sourceFrom = task.sourceFrom();
        this.destinationFrom = task.destinationFrom();
    }

    void sourceOnly(ObjectSummary source) throws InterruptedException {
        if (isMoved(source) && !isNamelessMarker(source)) {
            different(source, null, task.listsDestination() ? Reason.MISSING : Reason.ALWAYS);
        }
    }

    /** Returns whether an object of the source is moved; reports one that isn't. */
    private boolean isMoved(ObjectSummary source) {
        if (!task.accepts(source, sourceFrom)) {
            excluded++;
            return false;
        }
        if (KeyLength.isTooLong(source.key())) {
            task.listener().refused(source);
            return false;
        }
        return true;
    }

    /**
     * Returns whether it is the empty marker of the source folder, which isn't copied. A marker with content fails, so
     * that its loss is noticed.
     */
    private boolean isNamelessMarker(ObjectSummary source) {
        return source.size() == 0 && !mapping.hasName(source.key());
    }

    void destinationOnly(ObjectSummary destination) {
        if (task.acceptsExtra(destination, destinationFrom)
                && !task.job().protection().isBackup(destination.key())) {
            task.listener().extra(destination);
            // No request can name an object with a longer key.
            if (task.job().delete() && !KeyLength.isTooLong(destination.key())) {
                extras.add(mapping.sourceKey(destination.key()));
            }
        }
    }

    void both(ObjectSummary source, ObjectSummary destination) throws InterruptedException {
        if (!isMoved(source)) {
            return;
        }
        Optional<Reason> reason = task.comparison().difference(source, destination);
        if (reason.isEmpty()) {
            task.listener().same(source, destination);
        } else if (task.job().protection().immutable()) {
            task.listener().kept(source, destination, reason.get());
        } else {
            different(source, destination, reason.get());
        }
    }

    /** Passes on collected messages, before every wait for a page. */
    void flush() throws InterruptedException {
        if (excluded > 0) {
            task.listener().excluded(excluded);
            excluded = 0;
        }
        if (!extras.isEmpty()) {
            task.extras().add(extras);
            extras = new ArrayList<>();
        }
        if (!messages.isEmpty()) {
            task.handover().put(messages);
            messages = new ArrayList<>();
        }
    }

    private void different(ObjectSummary source, ObjectSummary destination, Reason reason) throws InterruptedException {
        task.listener().different(source, destination, reason);
        ObjectMessage message = ObjectMessage.of(source);
        messages.add(required ? message.required() : message);
        if (messages.size() >= CHUNK) {
            flush();
        }
    }
}
