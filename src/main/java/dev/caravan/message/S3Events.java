package dev.caravan.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.job.Selection;
import java.util.Set;

/** Converts S3 events ("Event message structure"), direct or through EventBridge, to messages. */
final class S3Events {

    private static final String CREATED = "ObjectCreated:";

    private static final Set<String> REMOVED = Set.of(
            "ObjectRemoved:Delete",
            "ObjectRemoved:DeleteMarkerCreated",
            "LifecycleExpiration:Delete",
            "LifecycleExpiration:DeleteMarkerCreated");

    private final Selection selection;
    private final boolean deletes;
    private final boolean histories;
    private final String bucket;

    S3Events(Job job, Selection selection) {
        this.selection = selection;
        this.deletes = job.delete();
        this.histories = job.fidelity().allVersions();
        this.bucket = job.source().bucket();
    }

    Incoming notification(JsonNode records) {
        if (!records.isArray()) {
            throw new InvalidMessageException("Records: not an array");
        }
        Incoming.Builder incoming = new Incoming.Builder();
        for (JsonNode record : records) {
            try {
                take(record, incoming);
            } catch (InvalidMessageException e) {
                incoming.unreadable(e);
            }
        }
        return incoming.build();
    }

    private void take(JsonNode record, Incoming.Builder incoming) {
        String source = Fields.text(record, "eventSource");
        if (!source.isEmpty() && !source.equals("aws:s3")) {
            incoming.note("ignored an event of " + Printable.quoted(source) + ": it isn't Amazon S3's");
            return;
        }
        JsonNode s3 = Fields.object(record, "s3");
        String name = Fields.required(record, "eventName");
        String event = name.startsWith("s3:") ? name.substring("s3:".length()) : name;
        boolean created = event.startsWith(CREATED);
        if (!created && !REMOVED.contains(event)) {
            incoming.note(neither(name));
            return;
        }
        JsonNode object = Fields.object(s3, "object");
        if (isOfSource(s3, incoming)) {
            object(created, Fields.encodedKey(object), object, "eTag", incoming);
        }
    }

    /** Reads an EventBridge event, whose keys aren't encoded. */
    Incoming eventBridge(JsonNode event) {
        Incoming.Builder incoming = new Incoming.Builder();
        String source = Fields.text(event, "source");
        String type = Fields.text(event, "detail-type");
        boolean created = type.equals("Object Created");
        if (!source.equals("aws.s3")) {
            incoming.note("ignored an event of " + Printable.quoted(source) + ": it isn't Amazon S3's");
        } else if (!created && !type.equals("Object Deleted")) {
            incoming.note(neither(type));
        } else {
            JsonNode detail = Fields.object(event, "detail");
            JsonNode object = Fields.object(detail, "object");
            if (isOfSource(detail, incoming)) {
                object(created, Fields.key(object), object, "etag", incoming);
            }
        }
        return incoming.build();
    }

    /** Returns whether the event is about the source. Events name the bucket even if the job uses an access point. */
    private boolean isOfSource(JsonNode event, Incoming.Builder incoming) {
        String name = Fields.required(Fields.object(event, "bucket"), "name");
        // No bucket name may end like an access point's alias (Amazon S3, "General purpose bucket naming rules").
        boolean accessPoint = bucket.startsWith("arn:") || bucket.endsWith("-s3alias") || bucket.endsWith("--ol-s3");
        if (name.equals(bucket) || accessPoint) {
            return true;
        }
        incoming.note("ignored an event of the bucket " + Printable.quoted(name) + ": the source is another one");
        return false;
    }

    private void object(boolean created, String key, JsonNode object, String etag, Incoming.Builder incoming) {
        if (!selection.contains(key)) {
            incoming.note("ignored an event of " + Printable.quoted(key) + ": the job doesn't move this key");
        } else if (histories) {
            incoming.add(new HistoryMessage(key));
        } else if (created) {
            created(key, object, etag, incoming);
        } else if (deletes) {
            // The event can be about an old version, or the object can exist again. So the worker checks the source
            // before it deletes.
            incoming.add(new DeleteMessage(key, Fields.sequencer(object)));
        } else {
            incoming.note("ignored the removal of " + Printable.quoted(key) + ": --delete is off");
        }
    }

    /** Adds a created object. Its time stays unknown: S3 dates an object from the start of its upload. */
    private void created(String key, JsonNode object, String etag, Incoming.Builder incoming) {
        long size = Fields.size(object);
        String option = selection.limits().leftOutBy(size);
        if (option != null) {
            incoming.note("ignored an event of " + Printable.quoted(key) + ": left out by " + option);
        } else {
            incoming.add(new ObjectMessage(key, size, Fields.etag(object, etag), null, Fields.sequencer(object)));
        }
    }

    private static String neither(String event) {
        return "ignored " + Printable.quoted(event) + ": it neither makes nor removes an object";
    }
}
