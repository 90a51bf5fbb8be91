package dev.caravan.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.job.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the texts of the fleet's queue: Caravan's messages, and S3 event notifications directly, through SNS or through
 * EventBridge. Thread-safe.
 */
public final class MessageReader {

    /** The maximum number of nested envelopes: SNS's, and one of a forwarding service. */
    private static final int MAX_ENVELOPES = 2;

    private static final Set<String> SUBSCRIPTION_TYPES = Set.of("SubscriptionConfirmation", "UnsubscribeConfirmation");

    private final Selection selection;
    private final S3Events events;
    private final boolean deletes;
    private final boolean histories;

    public MessageReader(Job job, Selection selection) {
        this.selection = selection;
        this.events = new S3Events(job, selection);
        this.deletes = job.delete();
        this.histories = job.fidelity().allVersions();
    }

    /**
     * Reads a text. One without work, such as a test event, yields notes and no messages.
     *
     * @param body null counts as empty
     * @throws InvalidMessageException with the fault if a part is unreadable, and no other part is a message
     */
    public Incoming read(String body) {
        JsonNode node = MessageCodec.parse(body, "the message");
        for (int envelopes = 0; "Notification".equals(node.path("Type").textValue()) && !node.has("key"); envelopes++) {
            if (envelopes == MAX_ENVELOPES) {
                throw new InvalidMessageException("Message: an SNS notification in more than one other");
            }
            node = MessageCodec.parse(Fields.text(node, "Message"), "the SNS notification's Message");
        }
        if (node.has("key")) {
            return own(node);
        }
        if (node.has("Records")) {
            return events.notification(node.get("Records"));
        }
        if (node.has("detail-type")) {
            return events.eventBridge(node);
        }
        if ("s3:TestEvent".equals(node.path("Event").textValue())) {
            return nothing("a test event of Amazon S3: its notifications reach the queue");
        }
        if (SUBSCRIPTION_TYPES.contains(node.path("Type").asText())) {
            return nothing("ignored a message of SNS: the topic " + Printable.quoted(Fields.text(node, "TopicArn"))
                    + " asks to confirm that the queue is subscribed, or no longer is");
        }
        return own(node);
    }

    /** Returns the source's keys in a message of any job; empty for an unreadable one. */
    public static List<String> keys(String body) {
        try {
            JsonNode node = MessageCodec.parse(body, "the message");
            for (int i = 0; i <= MAX_ENVELOPES && node.path("Message").isTextual() && !node.has("key"); i++) {
                node = MessageCodec.parse(node.path("Message").textValue(), "the message");
            }
            List<String> keys = new ArrayList<>();
            if (node.path("key").isTextual()) {
                keys.add(node.path("key").textValue());
            }
            for (JsonNode record : node.path("Records")) {
                keys.add(Fields.encodedKey(record.path("s3").path("object")));
            }
            if (node.at("/detail/object/key").isTextual()) {
                keys.add(node.at("/detail/object/key").textValue());
            }
            return keys;
        } catch (InvalidMessageException e) {
            return List.of();
        }
    }

    /** Checks a message of our format, which anyone may have written. A step of an upload must also fit its record. */
    private Incoming own(JsonNode node) {
        Message message = MessageCodec.message(node);
        if (!selection.hasPrefix(message.key())) {
            throw new InvalidMessageException(
                    "key: outside of the source's prefix; does the finder have another prefix than this worker?");
        }
        if (!selection.hasName(message.key())) {
            throw new InvalidMessageException("key: the source's folder itself, which has no name at the destination");
        }
        if (!(message instanceof UploadMessage) && !selection.contains(message.key())) {
            return nothing(
                    "ignored a message about " + Printable.quoted(message.key()) + ": the job doesn't move this key");
        }
        if (histories && (message instanceof ObjectMessage || message instanceof DeleteMessage)) {
            return new Incoming(List.of(new HistoryMessage(message.key())), List.of());
        }
        if (message instanceof HistoryMessage && !histories) {
            throw new InvalidMessageException(
                    "type: history, of a job with VERSIONS=all, which this worker doesn't have");
        }
        if (message instanceof DeleteMessage && !deletes) {
            return nothing("ignored the removal of " + Printable.quoted(message.key()) + ": --delete is off");
        }
        return new Incoming(List.of(message), List.of());
    }

    private static Incoming nothing(String note) {
        return new Incoming(List.of(), List.of(note));
    }
}
