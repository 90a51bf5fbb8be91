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
 * Decides about the objects of one range and collects what follows, to hand it over in chunks. What the filters leave out
 * is left alone on both sides. Used by one thread.
 */
final class Verdicts {

    /** Some pages' worth in all: what lies there shall not be a page's memory many times over. */
    private static final int CHUNK = 500;

    private final Task task;
    private final boolean required;
    private final KeyMapping mapping;
    private final int sourceFrom;
    private final int destinationFrom;
    private List<Message> messages = new ArrayList<>();
    private List<String> extras = new ArrayList<>();

    Verdicts(Task task) {
        this(task, false);
    }

    /** @param required whether the objects are those that somebody has asked for by their keys */
    Verdicts(Task task, boolean required) {
        this.task = task;
        this.required = required;
        this.mapping = task.mapping();
        this.sourceFrom = task.sourceFrom();
        this.destinationFrom = task.destinationFrom();
    }

    void sourceOnly(ObjectSummary source) throws InterruptedException {
        if (!task.accepts(source, sourceFrom) || isNamelessMarker(source)) {
            return;
        }
        if (KeyLength.isTooLong(source.key())) {
            task.listener().refused(source);
        } else {
            different(source, null, task.listsDestination() ? Reason.MISSING : Reason.ALWAYS);
        }
    }

    /** The source's folder itself is nothing to copy; what holds bytes fails, so that nobody misses it unnoticed. */
    private boolean isNamelessMarker(ObjectSummary source) {
        return source.size() == 0 && !mapping.hasName(source.key());
    }

    void destinationOnly(ObjectSummary destination) {
        if (task.acceptsExtra(destination, destinationFrom)
                && !task.protection().isBackup(destination.key())) {
            task.listener().extra(destination);
            // No request can name what has a longer key.
            if (task.deletes() && !KeyLength.isTooLong(destination.key())) {
                extras.add(mapping.sourceKey(destination.key()));
            }
        }
    }

    void both(ObjectSummary source, ObjectSummary destination) throws InterruptedException {
        if (!task.accepts(source, sourceFrom)) {
            return;
        }
        if (KeyLength.isTooLong(source.key())) {
            task.listener().refused(source);
            return;
        }
        Optional<Reason> reason = task.comparison().difference(source, destination);
        if (reason.isEmpty()) {
            task.listener().same(source, destination);
        } else if (task.protection().immutable()) {
            task.listener().kept(source, destination, reason.get());
        } else {
            different(source, destination, reason.get());
        }
    }

    /** Hands over what was collected: before every wait for a page, so that nobody waits for what is known already. */
    void flush() throws InterruptedException {
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
